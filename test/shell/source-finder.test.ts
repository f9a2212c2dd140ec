import { describe, expect, test } from 'vitest';
import { findSource } from '../../src/shell/source-finder.ts';
import { fakeHost } from '../support/fake-host.ts';

const search = { source_path: '', trim_path: '', profileDirectory: '/profiles' };

/** Where a recorded name is found when only one file exists. */
function foundAt(
  recorded: string,
  file: string,
  env: Record<string, string> = { HOME: '/home/me' },
  more = {},
  others: Record<string, string> = {},
) {
  const source = findSource(fakeHost({ files: { ...others, [file]: 'line' }, env }), recorded, { ...search, ...more });
  return source.type === 'found' ? source.path : source.tried;
}

describe('a source is found', () => {
  test.each([
    ['as it was recorded', '/build/app/main.go', '/build/app/main.go'],
    ['under the current directory, by its longest tail', '/build/app/cmd/main.go', '/home/me/app/cmd/main.go'],
    ['in a directory above', 'cmd/main.go', '/home/cmd/main.go'],
    ['beside the profile', '/build/app/main.go', '/profiles/main.go'],
    [
      'in the module cache',
      '/root/go/pkg/mod/github.com/acme/db@v1.2.3/db.go',
      '/home/me/go/pkg/mod/github.com/acme/db@v1.2.3/db.go',
    ],
    [
      'in the module cache, upper case spelt with !',
      '/root/go/pkg/mod/github.com/!azure/SDK@v1.0.0/a.go',
      '/home/me/go/pkg/mod/github.com/!azure/!s!d!k@v1.0.0/a.go',
    ],
    [
      'in the module cache, of a -trimpath build',
      'github.com/Acme/db@v1.2.3/db.go',
      '/home/me/go/pkg/mod/github.com/!acme/db@v1.2.3/db.go',
    ],
    ['in GOROOT', '/opt/hostedtoolcache/go/src/net/http/server.go', '/usr/local/go/src/net/http/server.go'],
    ['in GOROOT, of a -trimpath build', 'net/http/server.go', '/usr/lib/go/src/net/http/server.go'],
    [
      'in an installed toolchain',
      'runtime/proc.go',
      '/home/me/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.26.8.linux-amd64/src/runtime/proc.go',
    ],
    ['of a Node program', 'file:///work/app/lib/a.mjs', '/work/app/lib/a.mjs'],
  ])('%s', (_, recorded, file) => expect(foundAt(recorded, file)).toBe(file));

  test('in GOMODCACHE and GOROOT where they are set', () => {
    expect(foundAt('github.com/a/b@v1.0.0/b.go', '/cache/github.com/a/b@v1.0.0/b.go', { GOMODCACHE: '/cache' })).toBe(
      '/cache/github.com/a/b@v1.0.0/b.go',
    );
    expect(foundAt('fmt/print.go', '/my/go/src/fmt/print.go', { GOROOT: '/my/go' })).toBe('/my/go/src/fmt/print.go');
  });

  test('in the module around, of a -trimpath build, and in its vendor directory', () => {
    const module = { '/home/me/app/go.mod': 'module example.com/app\n\ngo 1.26\n' };
    expect(foundAt('example.com/app/internal/x.go', '/home/me/app/internal/x.go', {}, {}, module)).toBe(
      '/home/me/app/internal/x.go',
    );
    const vendored = '/home/me/app/vendor/github.com/acme/db/db.go';
    expect(foundAt('github.com/acme/db@v1.2.3/db.go', vendored, {}, {}, module)).toBe(vendored);
    expect(foundAt('/ci/app/vendor/github.com/acme/db/db.go', vendored, {}, {}, module)).toBe(vendored);
  });

  test('with source_path and trim_path, as pprof does', () => {
    expect(
      foundAt('/build/app/cmd/main.go', '/src/x/cmd/main.go', {}, { trim_path: '/build/app', source_path: '/src/x/y' }),
    ).toBe('/src/x/cmd/main.go');
  });
});

test('the closest place wins', () => {
  const files = { '/build/main.go': 'recorded', '/home/me/app/main.go': 'here' };
  expect(findSource(fakeHost({ files }), '/build/main.go', search)).toMatchObject({ lines: ['recorded'] });
});

test("a missing source tells pprof's reason, and every place", () => {
  const host = fakeHost({ env: { HOME: '/home/me' } });
  expect(findSource(host, '/src/shop/cart.go', search)).toEqual({
    type: 'missing',
    reason: 'open /src/shop/cart.go: no such file or directory',
    tried: [
      '/src/shop/cart.go',
      '/profiles/src/shop/cart.go',
      '/home/me/app/src/shop/cart.go',
      '/profiles/shop/cart.go',
      '/home/me/app/shop/cart.go',
      '/profiles/cart.go',
      '/home/me/app/cart.go',
    ],
  });
  expect(findSource(host, 'shop/cart.go', search)).toMatchObject({
    reason: 'could not find file shop/cart.go on path /home/me/app',
  });
});

test('line ends of any kind are taken off, and an overlong line ends the file', () => {
  const files = { '/a.go': `one\r\ntwo\n\n${'x'.repeat(70_000)}\nfive\n`, '/b.go': 'no end' };
  expect(findSource(fakeHost({ files }), '/a.go', search)).toMatchObject({ lines: ['one', 'two', ''] });
  expect(findSource(fakeHost({ files }), '/b.go', search)).toMatchObject({ lines: ['no end'] });
});
