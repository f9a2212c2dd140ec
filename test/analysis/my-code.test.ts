import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CodeHints } from '../../src/analysis/code-hints.ts';
import { findMyCode } from '../../src/analysis/my-code.ts';
import { goPackage } from '../../src/analysis/my-go-code.ts';
import { compilePattern } from '../../src/base/regex.ts';
import { readProfileBytes } from '../../src/profile/pprof/read.ts';
import { stringAt } from '../../src/profile/strings.ts';
import type { Profile } from '../../src/profile/tables.ts';
import { drawProfile } from '../support/draw-profile.ts';

const NO_HINTS: CodeHints = { built: undefined, goMods: [], currentDirectory: '/somewhere/else' };

const readExample = (file: string) => readProfileBytes(readFileSync(join(import.meta.dirname, '../../examples', file)));

/** How it was found, and the functions that are the user's, as the option `show` would have it. */
function mineOf(profile: Profile, hints: Partial<CodeHints> = {}) {
  const code = findMyCode(profile, { ...NO_HINTS, ...hints });
  if (code === undefined) return undefined;
  const pattern = compilePattern(code.pattern);
  const { functions, strings } = profile;
  const names = Array.from({ length: functions.length }, (_, fn) => ({
    name: stringAt(strings, functions.name[fn]),
    file: stringAt(strings, functions.fileName[fn]),
  }));
  const mine = names.filter(({ name, file }) => pattern.test(name) || pattern.test(file)).map(({ name }) => name);
  return { name: code.name, source: code.source, mine };
}

describe('a Go program', () => {
  const server = drawProfile(`
    main.main@/w/shop/cmd/server/main.go;example.com/shop/internal/db.Open@/w/shop/internal/db/db.go 1
    main.main@/w/shop/cmd/server/main.go;example.com/shop.New@/w/shop/shop.go;net/http.Get@/go/src/net/http/c.go 1
    runtime.main@/go/src/runtime/proc.go;example.com/shop_test.TestNew@/w/shop/shop_test.go 1
    main.main@/w/shop/cmd/server/main.go;github.com/a/b.F@/root/go/pkg/mod/github.com/a/b@v1.0.0/b.go 1
    main.main@/w/shop/cmd/server/main.go;example.com/shopping.F@/w/shopping/s.go 1
  `);
  const own = [
    'main.main',
    'example.com/shop/internal/db.Open',
    'example.com/shop.New',
    'example.com/shop_test.TestNew',
  ];

  test('is that of the main module, by the build info of its binary', () => {
    expect(mineOf(server, { built: { module: 'example.com/shop', binary: '/bin/server' } })).toEqual({
      name: 'example.com/shop',
      source: 'build info',
      mine: own,
    });
  });

  test('or by the go.mod that belongs to it, not by any', () => {
    const goMods = [
      { module: 'example.com/other', directory: '/home/me/other' },
      { module: 'example.com/shop', directory: '/w/shop' },
    ];
    expect(mineOf(server, { goMods })).toEqual({ name: 'example.com/shop', source: 'go.mod', mine: own });
    expect(mineOf(server, { goMods: goMods.slice(0, 1) })?.source).toBe('profile');
  });

  test('or by where the profile has its sources', () => {
    expect(mineOf(server)).toEqual({ name: 'example.com/shop', source: 'profile', mine: own });
  });

  test('that was built without paths has its sources begin with the module', () => {
    const trimmed = drawProfile(`
      runtime.main@runtime/proc.go;main.main@shop/cmd/server/main.go;shop/db.Open@shop/db/db.go 1
      runtime.main@runtime/proc.go;strings.ToUpper@strings/strings.go;github.com/a/b.F@github.com/a/b@v1.0.0/b.go 1
    `);
    expect(mineOf(trimmed)).toEqual({ name: 'shop', source: 'profile', mine: ['main.main', 'shop/db.Open'] });
  });

  test('of which only main was seen is main', () => {
    expect(mineOf(drawProfile('main.main@/w/a.go;fmt.Println@/go/src/fmt/p.go 1'))?.mine).toEqual(['main.main']);
  });

  test('of which main was not seen is most of what is no library', () => {
    const worker = drawProfile(`
      runtime.goexit@/go/src/runtime/a.s;github.com/acme/shop/db.Open@/w/shop/db/db.go 1
      runtime.goexit@/go/src/runtime/a.s;github.com/acme/shop/web.Serve@/w/shop/web/web.go 1
      runtime.goexit@/go/src/runtime/a.s;example.com/lib.F@/w/lib/lib.go 1
    `);
    expect(mineOf(worker)?.name).toBe('github.com/acme/shop');
  });

  test('may have a module with a dot in its last element, which names of functions write %2e', () => {
    const dotted = drawProfile('main.main@/w/a.go;gopkg.in/my%2ev2.F@/w/lib.go;gopkg.in/my.v2/sub.G@/w/sub/s.go 1');
    const built = { module: 'gopkg.in/my.v2', binary: '/bin/a' };
    expect(mineOf(dotted, { built })?.mine).toEqual(['main.main', 'gopkg.in/my%2ev2.F', 'gopkg.in/my.v2/sub.G']);
  });

  test.each([
    ['oom/mem_profile.pb.gz', 'package main', 'main.(*Index).Add'],
    ['server/cpu.pb.gz', 'example.com/server', 'example.com/server/internal/store.(*Store).View'],
  ])('recorded in %s', (file, name, fn) => {
    const found = mineOf(readExample(file));
    expect(found?.name).toBe(name);
    expect(found?.mine).toContain(fn);
    expect(found?.mine.every((mine) => /^(main\.|example\.com\/)/.test(mine))).toBe(true);
  });
});

describe('other programs', () => {
  test('of JavaScript: files below the current directory, without the packages', () => {
    const node = drawProfile(`
      run@file:///home/me/app/main.mjs;parse@file:///home/me/app/lib/csv.mjs 1
      run@file:///home/me/app/main.mjs;split@file:///home/me/app/node_modules/split/index.mjs 1
      run@file:///home/me/app/main.mjs;tick@node:internal/process/task_queues;other@file:///opt/other/x.mjs 1
    `);
    expect(mineOf(node, { currentDirectory: '/home/me/app' })?.mine).toEqual(['run', 'parse']);
    expect(mineOf(node)?.mine).toEqual(['run', 'parse', 'other']);
  });

  test('of JavaScript, recorded', () => {
    expect(mineOf(readExample('node/cpu.pb.gz'))?.mine).toEqual(
      expect.arrayContaining(['add', 'toOrder', 'runJob', 'parseCsv']),
    );
    expect(mineOf(readExample('node/cpu.pb.gz'))?.mine).not.toContain('Garbage Collection');
  });

  test('of Windows', () => {
    const python = drawProfile('main@C:\\app\\main.py;get@C:\\Python\\Lib\\site-packages\\requests\\api.py 1');
    expect(mineOf(python, { currentDirectory: 'C:/app' })?.mine).toEqual(['main']);
  });

  test('of Rust and C++: without the standard library and other crates', () => {
    const rust = drawProfile(`
      app::main@src/main.rs;core::ops::f@/rustc/90b35a6/library/core/src/ops.rs 1
      app::main@src/main.rs;serde::de@/home/me/.cargo/registry/src/serde-1.0/de.rs;malloc@./malloc/malloc.c 1
    `);
    expect(mineOf(rust)?.mine).toEqual(['app::main']);
  });

  test('of the JVM: the package of the class that was started', () => {
    const java = drawProfile(`
      java.lang.Thread.run@Thread.java;com.acme.shop.db.Pool.get@Pool.java 1
      com.acme.shop.Main.main@Main.java;com.acme.shop.Cart.add@Cart.java;com.google.F.g@F.java 1
    `);
    expect(mineOf(java)).toEqual({
      name: 'com.acme.shop',
      source: 'profile',
      mine: ['com.acme.shop.db.Pool.get', 'com.acme.shop.Main.main', 'com.acme.shop.Cart.add'],
    });
  });

  test('of which nothing tells', () => {
    expect(mineOf(drawProfile('a;b;c 1'))).toBeUndefined();
  });
});

test.each([
  ['net/http.(*conn).serve', 'net/http'],
  ['main.main', 'main'],
  ['example.com/a.b/c.(*T[go.shape.struct { x/y.Z }]).M', 'example.com/a.b/c'],
  ['gopkg.in/yaml%2ev3.Unmarshal', 'gopkg.in/yaml.v3'],
  ['type:.eq.example.com/a.T', ''],
  ['memmove', ''],
])('%s is of package %j', (name, path) => {
  expect(goPackage(name)).toBe(path);
});
