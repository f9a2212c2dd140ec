import { expect, test } from 'vitest';
import { symbolize } from '../../../src/host/symbolize/symbolize.ts';
import { drawElf } from '../binaries/draw-elf.ts';
import { type DrawnLocation, type DrawnMapping, drawMappedProfile, drawnSymbols } from './draw-mapped-profile.ts';
import { type FakeProgram, fakeMachine } from './fake-machine.ts';

// Recorded from go tool pprof of Go 1.26, but where a build id is compared: its binaries have none.

const ELF = drawElf({ segments: [{ offset: 0, size: 0x1000, address: 0 }], buildId: 'abcdef' });
const files = { '/bin/good': ELF, '/bin/text': 'hello', '/bin/plain': drawElf({ segments: [] }) };

const unknown: FakeProgram = (_, input) =>
  input
    .trim()
    .split('\n')
    .map((address) => `${address}\n??\n??:0:0\n\n`)
    .join('');
const addressesAsNames: FakeProgram = (_, input) =>
  input
    .trim()
    .split('\n')
    .map((address) => `${address}\nfn_${address}\n/src/a.c:7:1\n\n`)
    .join('');

async function told(
  mappings: readonly DrawnMapping[],
  locations: readonly DrawnLocation[],
  options = '',
  llvm = unknown,
): Promise<{ readonly messages: string[]; readonly rows: string[] }> {
  const messages: string[] = [];
  const machine = fakeMachine({ files, env: { PATH: '/usr/bin' }, programs: { '/usr/bin/llvm-symbolizer': llvm } });
  const profile = await symbolize(drawMappedProfile(mappings, locations), {
    options,
    tools: '',
    sources: new Map(),
    notify: (message) => messages.push(message),
    readsBuildIds: true,
    advise: (message) => messages.push(`advice: ${message}`),
    post: () => Promise.reject(new Error('nobody is to be asked')),
    machine,
  });
  return { messages, rows: drawnSymbols(profile) };
}

const CLOSING = [
  'Some binary filenames not available. Symbolization may be incomplete.',
  'Try setting PPROF_BINARY_PATH to the search path for local binaries.',
];
const missing = (name: string, path: string) =>
  `Local symbolization failed for ${name}: open ${path}: no such file or directory`;

test.each<[string, readonly DrawnMapping[], readonly DrawnLocation[], readonly string[]]>([
  ['a main mapping without a file', [{}], [[0x1010, 1]], ['Main binary filename not available.']],
  ['one with nothing but a build id', [{ buildId: 'ab' }], [[0x1010, 1]], ['Main binary filename not available.']],
  ['a missing main binary', [{ file: '/x/y/app' }], [[0x1010, 1]], [missing('app', '/x/y/app'), ...CLOSING]],
  [
    'a missing binary with a build id',
    [{ file: '/x/y/app', buildId: 'abcdef' }],
    [[0x1010, 1]],
    [missing('app (build ID abcdef)', '/x/y/app'), ...CLOSING],
  ],
  [
    'no binary',
    [{ file: '/bin/text' }],
    [[0x1010, 1]],
    ['Local symbolization failed for text: open /bin/text: unrecognized object file', ...CLOSING],
  ],
  [
    'another binary than the one mapped',
    [{ file: '/bin/good', buildId: '123456' }],
    [[0x1010, 1]],
    ['Local symbolization failed for good (build ID 123456): build ID mismatch', ...CLOSING],
  ],
  ['the very binary that was mapped', [{ file: '/bin/good', buildId: 'abcdef' }], [[0x1010, 1]], []],
  ['a binary that tells no build id', [{ file: '/bin/plain', buildId: 'abcdef' }], [[0x1010, 1]], []],
  ['a second mapping without a file', [{ flags: '[FN]' }, { buildId: 'ab' }], [[0x1010, 2]], CLOSING],
  [
    'several, in the order of mappings',
    [{}, { file: '/x/lib.so' }, {}, { file: '/x/z' }, { file: '/x/z' }],
    [5, 4, 3, 2, 1].map((mapping) => [0x1010, mapping] as const),
    [
      'Main binary filename not available.',
      missing('lib.so', '/x/lib.so'),
      missing('z', '/x/z'),
      missing('z', '/x/z'),
      ...CLOSING,
    ],
  ],
  ['mappings without a location', [{}, { file: '/x/lib.so' }], [], []],
  ['locations of no mapping', [{ file: '/x/y/app' }], [[0x1010, 0]], []],
  [
    'symbolized mappings',
    ['[FN]', '[FL]', '[LN]'].map((flags) => ({ flags })),
    [
      [1, 1],
      [2, 2],
      [3, 3],
    ],
    [],
  ],
  [
    'frames with flags that do not say so',
    [{ file: '/x/y/app', flags: '[IN]' }],
    [[0x1010, 1, 'main a.c 3']],
    [missing('app', '/x/y/app'), ...CLOSING],
  ],
  ['a good binary that knows nothing', [{ file: '/bin/good' }], [[0x1010, 1]], []],
])('what is told of %s', async (_, mappings, locations, messages) => {
  expect((await told(mappings, locations)).messages).toEqual(messages);
});

test.each([
  '[vdso]',
  '/a/[vdso]',
  '[kernel.kallsyms]_text',
  'linux-vdso.so.1',
  '/a/linux-vdso64.so.1',
  '//anon',
  '/dev/dri/card0',
  '/memfd:x (deleted)',
  'http://server/debug/pprof/heap',
  'https+insecure://server/',
  'http:x',
])('%s is passed over in silence', async (file) => {
  expect((await told([{ file }], [[0x1010, 1]])).messages).toEqual([]);
});

test.each([
  ['//anon2', 'anon2'],
  ['/dev/dri', 'dri'],
  ['/x/memfd:foo', 'memfd:foo'],
  ['/x/app (deleted)', 'app (deleted)'],
  ['C:\\x\\app.exe', 'C:\\x\\app.exe'],
  ['http://server/%zz', '%zz'],
])('%s is not', async (file, name) => {
  expect((await told([{ file }], [[0x1010, 1]])).messages).toEqual([missing(name, file), ...CLOSING]);
});

test('a file that is a URL is one like any other where there is a build id', async () => {
  const { messages } = await told([{ file: 'http://foo/bar', buildId: 'ab' }], [[0x1010, 1]]);
  expect(messages).toEqual([missing('bar (build ID ab)', 'http://foo/bar'), ...CLOSING]);
});

const bad = [{ file: '/x/app' }, { file: '/bin/good' }];
const badLocations: DrawnLocation[] = [
  [0x1010, 1],
  [0x12f0, 2],
];
const failing = [missing('app', '/x/app'), ...CLOSING];
const warning = (option: string) => [
  `ignoring unrecognized symbolization option: ${option}`,
  'expecting -symbolize=[local|fastlocal|remote|none][:force][:demangle=[none|full|templates|default]',
];

test.each([
  ['', failing, 'fn_0x2f0'],
  ['local', failing, 'fn_0x2f0'],
  ['fastlocal', failing, 'fn_0x2f0'],
  ['remote', [], undefined],
  ['none', [], undefined],
  ['local:none', [], undefined],
  ['local:foo', [...warning('local:foo'), ...failing], 'fn_0x2f0'],
  ['foo:none', warning('foo:none'), undefined],
])('-symbolize=%s', async (options, messages, name) => {
  const result = await told(bad, badLocations, options, addressesAsNames);
  expect(result.messages).toEqual(messages);
  expect(result.rows[1]).toBe(name === undefined ? '0x12f0 M=2' : `0x12f0 M=2 ${name} /src/a.c:7`);
});

const symbolized = [{ file: '/bin/good', flags: '[FN][FL][LN]' }];
const someFrames: DrawnLocation[] = [
  [0x12f0, 1, 'old old.c 7'],
  [0x12f1, 1],
];

test.each(['', 'local', 'foo', 'demangle=default', 'force:none', 'force:remote'])(
  '-symbolize=%s leaves what is symbolized',
  async (options) => {
    expect((await told(symbolized, someFrames, options, addressesAsNames)).rows).toEqual([
      '0x12f0 M=1 old old.c:7',
      '0x12f1 M=1',
      '1: /bin/good  [FN][FL][LN]',
    ]);
  },
);

test.each(['force', 'Local:FORCE', 'demangle=full', 'demangle=none:local'])(
  '-symbolize=%s looks again',
  async (options) => {
    expect((await told(symbolized, someFrames, options, addressesAsNames)).rows).toEqual([
      '0x12f0 M=1 fn_0x2f0 /src/a.c:7',
      '0x12f1 M=1 fn_0x2f1 /src/a.c:7',
      '1: /bin/good  [FN][FL][LN][IN]',
    ]);
  },
);

test('force keeps frames for which nothing better is found', async () => {
  const { messages, rows } = await told([{ file: '/x/app', flags: '[FN]' }], [[0x12f0, 1, 'old old.c 7']], 'force');
  expect(messages).toEqual(failing);
  expect(rows).toEqual(['0x12f0 M=1 old old.c:7', '1: /x/app  [FN]']);
});
