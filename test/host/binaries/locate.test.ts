import { expect, test } from 'vitest';
import { type LocateOptions, locateBinaries } from '../../../src/host/binaries/locate.ts';
import { type DrawnMapping, drawMappedProfile } from '../symbolize/draw-mapped-profile.ts';
import { fakeFiles } from '../symbolize/fake-machine.ts';
import { drawElf } from './draw-elf.ts';

const anElf = drawElf();
const APP: DrawnMapping = { file: '/q/r/app' };

/** The files of the mappings after the search, `path buildId`, and what was told. */
function located(
  mappings: readonly DrawnMapping[],
  {
    files,
    env = { PPROF_BINARY_PATH: '/bp' },
    ...options
  }: Partial<Pick<LocateOptions, 'executable' | 'buildId' | 'readsBuildIds'>> & {
    readonly files: readonly string[] | Readonly<Record<string, Uint8Array | string>>;
    readonly env?: Readonly<Record<string, string>>;
  },
): string[] {
  const told: string[] = [];
  const profile = locateBinaries(drawMappedProfile(mappings, []), {
    readsBuildIds: true,
    executable: '',
    buildId: '',
    ...options,
    env: (name) => env[name],
    files: fakeFiles(Array.isArray(files) ? Object.fromEntries(files.map((path) => [path, anElf])) : { ...files }),
    notify: (message) => told.push(message),
  });
  return [...profile.mappings.map(({ file, buildId }) => `${file} ${buildId}`.trimEnd()), ...told];
}

test.each([
  '/bp/app',
  '/bp/q/r/app',
  '/bp/q/r/app.debug',
  '/bp/q/r/.debug/app.debug',
  '/bp/usr/lib/debug/q/r/app.debug',
])('a binary is found as %s', (path) => {
  expect(located([APP], { files: [path] })).toEqual([path]);
});

test.each(['/bp/debug', '/bp/.debug/app.debug', '/bp/app.debug', '/bp/app/app', '/bp/abcdef/app'])(
  'and not as %s',
  (path) => {
    expect(located([APP], { files: [path] })).toEqual(['/q/r/app']);
  },
);

test.each(['/bp/abcdef/app', '/bp/abcdef/other', '/bp/q/r/app/abcdef', '/bp/ab/cdef.debug', '/bp/app'])(
  'a binary with the build id is found as %s',
  (path) => {
    const files = { [path]: drawElf({ buildId: 'abcdef' }) };
    expect(located([{ ...APP, buildId: 'abcdef' }], { files })).toEqual([`${path} abcdef`]);
  },
);

// Recorded from go tool pprof, where all ids of binaries are empty.
test('binaries with another build id are told, in the order in which they are looked at', () => {
  const tails = ['app', 'zz', 'a.debug', '.hidden'].map((name) => `abcdef01/${name}`);
  const others = ['q/r/app.debug', 'q/r/.debug/app.debug', 'usr/lib/debug/q/r/app.debug', 'ab/cdef01.debug', 'app'];
  const files = [...tails, ...others, 'q/r/app'].map((tail) => `/bp/${tail}`);
  expect(located([{ ...APP, buildId: 'abcdef01' }], { files })).toEqual([
    '/q/r/app abcdef01',
    'Ignoring local file /bp/abcdef01/app: build-id mismatch (abcdef01 != )',
    'Ignoring local file /bp/abcdef01/.hidden: build-id mismatch (abcdef01 != )',
    'Ignoring local file /bp/abcdef01/a.debug: build-id mismatch (abcdef01 != )',
    'Ignoring local file /bp/abcdef01/app: build-id mismatch (abcdef01 != )',
    'Ignoring local file /bp/abcdef01/zz: build-id mismatch (abcdef01 != )',
    'Ignoring local file /bp/ab/cdef01.debug: build-id mismatch (abcdef01 != )',
    'Ignoring local file /bp/app: build-id mismatch (abcdef01 != )',
    'Ignoring local file /bp/q/r/app: build-id mismatch (abcdef01 != )',
    'Ignoring local file /bp/q/r/app.debug: build-id mismatch (abcdef01 != )',
    'Ignoring local file /bp/q/r/.debug/app.debug: build-id mismatch (abcdef01 != )',
    'Ignoring local file /bp/usr/lib/debug/q/r/app.debug: build-id mismatch (abcdef01 != )',
  ]);
});

test('the search goes on behind one with another build id', () => {
  const files = { '/bp/app': drawElf({ buildId: '1234' }), '/bp/q/r/app': drawElf({ buildId: 'abcdef' }) };
  expect(located([{ ...APP, buildId: 'abcdef' }], { files })).toEqual([
    '/bp/q/r/app abcdef',
    'Ignoring local file /bp/app: build-id mismatch (abcdef != 1234)',
  ]);
});

test('where build ids are not read, none is the right one', () => {
  const files = { '/bp/app': drawElf({ buildId: 'abcdef' }) };
  expect(located([{ ...APP, buildId: 'abcdef' }], { files, readsBuildIds: false })).toEqual([
    '/q/r/app abcdef',
    'Ignoring local file /bp/app: build-id mismatch (abcdef != )',
  ]);
});

test('a build id of a character or two is no reason to stumble', () => {
  const mappings = [
    { ...APP, buildId: 'a' },
    { ...APP, buildId: 'ab' },
  ];
  expect(located(mappings, { files: [] })).toEqual(['/q/r/app a', '/q/r/app ab']);
});

test('what is no binary is passed over', () => {
  expect(located([APP], { files: { '/bp/app': 'text', '/bp/q/r/app': anElf } })).toEqual(['/bp/q/r/app']);
});

test('all of the first directory is looked at before the second', () => {
  const env = { PPROF_BINARY_PATH: '/none:/a:/b' };
  expect(located([APP], { env, files: ['/a/q/r/app', '/b/app'] })).toEqual(['/a/q/r/app']);
});

test('by default the search is in the home directory', () => {
  const files = ['/home/me/pprof/binaries/app', 'pprof/binaries/app', '/bp/app'];
  expect(located([APP], { env: { HOME: '/home/me' }, files })).toEqual(['/home/me/pprof/binaries/app']);
  expect(located([APP], { env: { HOME: '/home/me', PPROF_BINARY_PATH: '' }, files })).toEqual([
    '/home/me/pprof/binaries/app',
  ]);
  expect(located([APP], { env: {}, files })).toEqual(['pprof/binaries/app']);
});

test('every mapping is looked for, in its order, whatever it has', () => {
  const mappings = [{ ...APP, flags: '[FN]' }, { file: '/lib/x.so' }, {}, { file: '/lib/y.so' }];
  expect(located(mappings, { files: ['/bp/y.so', '/bp/app'] })).toEqual(['/bp/app', '/lib/x.so', '', '/bp/y.so']);
});

test('a mapping without a file is found by its build id alone', () => {
  const files = { '/bp/abcdef/x': drawElf({ buildId: 'abcdef' }), '/bp/.debug': anElf };
  expect(located([{ buildId: 'abcdef' }, {}], { files })).toEqual(['/bp/abcdef/x abcdef', '']);
});

test('a file is put behind a directory as a path, dots and all', () => {
  expect(located([{ file: '/../../etc/app' }], { files: ['/bp/etc/app', '/etc/app'] })).toEqual(['/etc/app']);
});

test('the binary of the command line is that of the main mapping, the build id only where there is none', () => {
  const options = { executable: './demo', buildId: '77', files: ['/bp/app', '/bp/x.so'] };
  expect(located([APP, { file: '/lib/x.so' }], options)).toEqual(['./demo 77', '/bp/x.so']);
  expect(located([{ ...APP, buildId: '1a' }], { ...options, files: [] })).toEqual(['./demo 1a']);
  expect(located([APP], { buildId: '77', files: {} })).toEqual(['/q/r/app 77']);
});
