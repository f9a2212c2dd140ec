import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UserError } from '../../src/base/errors.ts';
import { saveProfile } from '../../src/host/saved-profile.ts';
import type { Profile } from '../../src/profile/tables.ts';
import { drawProfile } from '../support/draw-profile.ts';

// Where Go 1.26's pprof saves, and what it says; names that it does not take are our own matter.

const disk = vi.hoisted(() => ({ isFull: false }));
vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>();
  const writeFileSync: typeof fs.writeFileSync = (file, content, options) => {
    if (disk.isFull) throw Object.assign(new Error(), { code: 'ENOSPC', syscall: 'write' });
    fs.writeFileSync(file, content, options);
  };
  return { ...fs, writeFileSync };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pprof-shell-saved-'));
});
afterEach(() => {
  disk.isFull = false;
  rmSync(folder, { recursive: true });
});

const drawn = drawProfile('main 1');

function profileOf(files: readonly string[], types: readonly string[]): Profile {
  const mapping = {
    id: 1n,
    start: 0n,
    limit: 0n,
    offset: 0n,
    buildId: '',
    hasFunctions: true,
    hasFilenames: true,
    hasLineNumbers: true,
    hasInlineFrames: true,
  };
  return {
    ...drawn,
    mappings: files.map((file) => ({ ...mapping, file })),
    valueTypes: types.map((type) => ({ type, unit: 'count' })),
  };
}

/** What is told when a profile is saved. */
function save(profile: Profile, env: Readonly<Record<string, string>>): readonly string[] {
  const told: string[] = [];
  saveProfile(profile, Buffer.from('encoded'), { env: (name) => env[name], notify: (text) => void told.push(text) });
  return told;
}

const server = profileOf(['/bin/srv'], ['samples', 'cpu']);

describe('the name', () => {
  test.each([
    [['/bin/srv', '/lib/other.so'], ['samples', 'cpu'], 'pprof.srv.samples.cpu.001.pb.gz'],
    [[], ['samples'], 'pprof.samples.001.pb.gz'],
    [[''], ['samples'], 'pprof.samples.001.pb.gz'],
    [['/a/b/'], ['samples'], 'pprof.b.samples.001.pb.gz'],
    [['/bin/..'], ['samples'], 'pprof....samples.001.pb.gz'],
    [['/bin/app (deleted)'], ['samples'], 'pprof.app (deleted).samples.001.pb.gz'],
    [['[vdso]'], [''], 'pprof.[vdso]..001.pb.gz'],
    [['/bin/naïve-日本'], ['samples'], 'pprof.naïve-日本.samples.001.pb.gz'],
    // pprof would write outside the directory, or not at all.
    [['/bin/srv'], ['../../x'], 'pprof.srv..._.._x.001.pb.gz'],
    [['/bin/srv'], ['/etc/x'], 'pprof.srv._etc_x.001.pb.gz'],
    [['/'], ['samples'], 'pprof._.samples.001.pb.gz'],
    [['/bin/a\nb\x1b[31m'], ['nul\0'], 'pprof.a_b_[31m.nul_.001.pb.gz'],
    [['/bin/a\udcffb'], ['samples'], 'pprof.a_b.samples.001.pb.gz'],
    [[`/bin/${'x'.repeat(300)}`], ['samples'], `pprof.${'x'.repeat(238)}.001.pb.gz`],
    [[`/bin/${'日'.repeat(100)}`], ['samples'], `pprof.${'日'.repeat(79)}.001.pb.gz`],
  ])('of %j with %j', (files, types, name) => {
    expect(save(profileOf(files, types), { PPROF_TMPDIR: folder })).toEqual([`Saved profile in ${folder}/${name}`]);
    expect(readFileSync(join(folder, name), 'utf8')).toBe('encoded');
  });

  test('counts up', () => {
    save(server, { PPROF_TMPDIR: folder });
    save(server, { PPROF_TMPDIR: folder });
    expect(readdirSync(folder).sort()).toEqual(['pprof.srv.samples.cpu.001.pb.gz', 'pprof.srv.samples.cpu.002.pb.gz']);
  });

  test('stays in its directory, whatever the profile says', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('..', '/', '\\', '/../', '\udc80', '\0'));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 3 }), fc.array(text, { maxLength: 4 }), (files, types) => {
        const directory = join(folder, 'a/b');
        expect(save(profileOf(files, types), { PPROF_TMPDIR: directory })).toEqual([
          expect.stringMatching(/^Saved profile in /),
        ]);
        expect([readdirSync(folder), readdirSync(join(folder, 'a'))]).toEqual([['a'], ['b']]);
      }),
    );
  });
});

describe('the directory', () => {
  const name = 'pprof.srv.samples.cpu.001.pb.gz';

  test('is PPROF_TMPDIR, made where it is missing', () => {
    const directory = `${folder}/a/b`;
    expect(save(server, { PPROF_TMPDIR: directory, HOME: folder })).toEqual([`Saved profile in ${directory}/${name}`]);
  });

  test('is pprof in the home directory', () => {
    expect(save(server, { PPROF_TMPDIR: '', HOME: folder, TMPDIR: '/elsewhere' })).toEqual([
      `Saved profile in ${folder}/pprof/${name}`,
    ]);
  });

  test('is that of the system', () => {
    expect(save(server, { TMPDIR: folder })).toEqual([`Saved profile in ${folder}/${name}`]);
  });

  test('is the next one where one cannot be used', () => {
    const file = `${folder}/file`;
    writeFileSync(file, '');
    expect(save(server, { PPROF_TMPDIR: `${file}/x/y`, HOME: file, TMPDIR: folder })).toEqual([
      `Could not use temp dir ${file}/x/y: mkdir ${file}: not a directory`,
      `Could not use temp dir ${file}/pprof: mkdir ${file}: not a directory`,
      `Saved profile in ${folder}/${name}`,
    ]);
  });

  test('has to be one of them', () => {
    const file = `${folder}/file`;
    writeFileSync(file, '');
    expect(() => save(server, { HOME: file, TMPDIR: file })).toThrow(
      new UserError(
        'failed to identify temp dir',
        'name a directory that you may write to in the environment variable PPROF_TMPDIR',
      ),
    );
  });
});

test('that it cannot be written is told, and is no failure', () => {
  disk.isFull = true;
  const path = join(folder, 'pprof.srv.samples.cpu.001.pb.gz');
  expect(save(server, { PPROF_TMPDIR: folder })).toEqual([
    `Could not save profile: write ${path}: no space left on device`,
  ]);
  expect(readdirSync(folder)).toEqual([]);
});
