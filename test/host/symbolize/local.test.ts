import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/base/errors.ts';
import { findTools } from '../../../src/host/symbolize/find-tools.ts';
import { symbolizeLocally } from '../../../src/host/symbolize/local.ts';
import { drawElf } from '../binaries/draw-elf.ts';
import { type DrawnLocation, type DrawnMapping, drawMappedProfile, drawnSymbols } from './draw-mapped-profile.ts';
import { type FakeProgram, fakeFiles, fakeMachine } from './fake-machine.ts';

const PROGRAM = drawElf({ segments: [{ offset: 0x1000, size: 0x301, address: 0x401000 }] });
const LIBRARY = drawElf({ segments: [{ offset: 0x1000, size: 0x301, address: 0x1000 }] });

/** Knows a function for every address below 0x500000. */
const llvm: FakeProgram = (_, input) =>
  input
    .trim()
    .split('\n')
    .map((address) => `${address}\n${Number(address) < 0x500000 ? `at_${address}\n/a.c:7:1` : '??\n??:0:0'}\n\n`)
    .join('');
const gnu: FakeProgram = (_, input) =>
  input
    .trim()
    .split('\n')
    .map((address) => `0x${address.slice(2).padStart(16, '0')}\ngnu_${address}\n/a.c:7\n`)
    .join('');

async function symbolized(
  mappings: readonly DrawnMapping[],
  locations: readonly DrawnLocation[],
  programs: Readonly<Record<string, FakeProgram>> = { '/bin/llvm-symbolizer': llvm },
  files: Readonly<Record<string, Uint8Array>> = {},
) {
  const told: string[] = [];
  const machine = fakeMachine({ env: { PATH: '/bin' }, programs });
  const profile = await symbolizeLocally(drawMappedProfile(mappings, locations), {
    force: false,
    files: fakeFiles({ '/x/app': PROGRAM, '/x/lib.so': LIBRARY, ...files }),
    programs: machine.programs,
    tools: () => findTools('', machine),
    notify: (message) => told.push(message),
    readsBuildIds: true,
    advise: (message) => told.push(`advice: ${message}`),
  });
  return { rows: drawnSymbols(profile), runs: machine.runs, told };
}

const app: DrawnMapping = { file: '/x/app', start: 0x401000n, offset: 0x1000n };
const lib: DrawnMapping = { file: '/x/lib.so', start: 0x7f0000001000n, offset: 0x1000n };

describe('a binary is asked once', () => {
  test('about all its addresses, as it numbers them, in all its mappings', async () => {
    const { rows, runs, told } = await symbolized(
      [app, lib, { ...app, start: 0x7f5500401000n }],
      [
        [0x4012f0, 1],
        [0x7f0000001010n, 2],
        [0x4012f0, 1],
        [0x7f55004012f0n, 3],
        [0x7f5500401001n, 3],
      ],
    );
    expect(runs).toEqual([
      '/bin/llvm-symbolizer --obj=/x/app --functions=linkage --no-demangle --print-address < 0x4012f0 0x401001',
      '/bin/llvm-symbolizer --obj=/x/lib.so --functions=linkage --no-demangle --print-address < 0x1010',
    ]);
    expect(rows).toEqual([
      '0x4012f0 M=1 at_0x4012f0 /a.c:7',
      '0x7f0000001010 M=2 at_0x1010 /a.c:7',
      '0x4012f0 M=1 at_0x4012f0 /a.c:7',
      '0x7f55004012f0 M=3 at_0x4012f0 /a.c:7',
      '0x7f5500401001 M=3 at_0x401001 /a.c:7',
      '1: /x/app  [FN][FL][LN][IN]',
      '2: /x/lib.so  [FN][FL][LN][IN]',
      '3: /x/app  [FN][FL][LN][IN]',
    ]);
    expect(told).toEqual([]);
  });

  test('and answers in the order of the binaries, many as they may be', async () => {
    const names = Array.from({ length: 20 }, (_, i) => `/x/${i}`);
    const { rows, runs } = await symbolized(
      names.map((file) => ({ file })),
      names.map((_, i) => [0x1010 + i, i + 1]),
      undefined,
      Object.fromEntries(names.map((name) => [name, LIBRARY])),
    );
    expect(runs).toHaveLength(20);
    expect(rows.slice(0, 20)).toEqual(
      names.map((_, i) => {
        const address = (0x1010 + i).toString(16);
        return `0x${address} M=${i + 1} at_0x${address} /a.c:7`;
      }),
    );
  });
});

test('addresses nothing is known of stay, and mappings of which nothing is known have no flags', async () => {
  const { rows, told } = await symbolized(
    [app, { ...app, file: '/x/lib.so', start: 0n }],
    [
      [0x401010, 1],
      [0x600000, 2],
    ],
  );
  expect(rows).toEqual([
    '0x401010 M=1 at_0x401010 /a.c:7',
    '0x600000 M=2',
    '1: /x/app  [FN][FL][LN][IN]',
    '2: /x/lib.so',
  ]);
  expect(told).toEqual([]);
});

test('flags say what was found', async () => {
  const answers: FakeProgram = () => '0x401010\nmain\n??:0:0\n\n';
  expect((await symbolized([app], [[0x401010, 1]], { '/bin/llvm-symbolizer': answers })).rows.at(-1)).toBe(
    '1: /x/app  [FN][IN]',
  );
  const lines: FakeProgram = () => '0x401010\n??\n/a.c:7:0\n\n';
  expect((await symbolized([app], [[0x401010, 1]], { '/bin/llvm-symbolizer': lines })).rows.at(-1)).toBe(
    '1: /x/app  [FL][LN][IN]',
  );
});

test('without a tool everything stays as it is, with advice in place of a message', async () => {
  const { rows, told } = await symbolized([app], [[0x401010, 1]], {});
  expect(rows).toEqual(['0x401010 M=1', '1: /x/app']);
  expect(told).toEqual([
    'advice: Install llvm-symbolizer or addr2line to see the names of functions in place of addresses.',
  ]);
  expect((await symbolized([{ file: '/none' }], [[0x401010, 1]], {})).told).not.toContain(
    expect.stringContaining('advice'),
  );
});

describe('a tool that fails is told, and the next one asked', () => {
  const gnuRow = '0x401010 M=1 gnu_0x401010 /a.c:7';
  const broken =
    (output: string, complaints: string, isOk = true): FakeProgram =>
    () => ({ isOk, output, complaints });

  test.each([
    ['says so', broken('', 'error: bad\nmore\n', false), 'error: bad'],
    ['only says so by its status', broken('', '', false), 'it failed'],
    ['knows nothing and complains', broken('0x401010\n??\n??:0:0\n\n', 'cannot read it\n'), 'cannot read it'],
    ['prints nonsense', broken('Segmentation fault', ''), 'unexpected answer "Segmentation fault"'],
    [
      'cannot be run',
      () => {
        throw new UserError('it takes too long');
      },
      'it takes too long',
    ],
  ])('as it %s', async (_, program, problem) => {
    const { rows, told } = await symbolized([app], [[0x401010, 1]], {
      '/bin/llvm-symbolizer': program,
      '/bin/addr2line': gnu,
    });
    expect(told).toEqual([`Local symbolization failed for app: llvm-symbolizer: ${problem}`]);
    expect(rows[0]).toBe(gnuRow);
  });

  test('and with none left everything stays as it is', async () => {
    const { rows, told } = await symbolized(
      [app, lib],
      [
        [0x401010, 1],
        [0x7f0000001010n, 2],
      ],
      {
        '/bin/llvm-symbolizer': broken('?', ''),
        '/bin/nm': broken('', 'no symbols', false),
      },
    );
    expect(rows).toEqual(['0x401010 M=1', '0x7f0000001010 M=2', '1: /x/app', '2: /x/lib.so']);
    expect(told).toEqual([
      'Local symbolization failed for app: llvm-symbolizer: unexpected answer "?"',
      'Local symbolization failed for app: nm: no symbols',
      'Local symbolization failed for lib.so: llvm-symbolizer: unexpected answer "?"',
      'Local symbolization failed for lib.so: nm: no symbols',
    ]);
  });

  test('but complaints beside an answer are not', async () => {
    const warns: FakeProgram = (args, input) => ({
      isOk: true,
      output: String(gnu(args, input)),
      complaints: 'warning',
    });
    expect((await symbolized([app], [[0x401010, 1]], { '/bin/addr2line': warns })).told).toEqual([]);
  });
});

describe('names of files', () => {
  const about = async (file: string) => {
    const programs = { '/bin/addr2line': gnu, '/bin/nm': () => '' };
    return symbolized([{ ...app, file }], [[0x401010, 1]], programs, { [file]: PROGRAM });
  };

  test.each(['-x', '@x', '--help', 'a b', '$(reboot)', '"; reboot; "', "'"])(
    '%s is taken for nothing else',
    async (file) => {
      const { runs, rows } = await about(file);
      expect(runs).toEqual([`/bin/addr2line --exe=./${file} --functions --inlines --addresses < 0x401010`]);
      expect(rows[0]).toContain('gnu_0x401010');
    },
  );

  test('that are not UTF-8 cannot be handed on', async () => {
    const profile = drawMappedProfile([app], [[0x401010, 1]]);
    const mappings = profile.mappings.map((mapping) => ({ ...mapping, file: '/x/\udcff' }));
    const machine = fakeMachine({ env: { PATH: '/bin' }, programs: { '/bin/addr2line': gnu } });
    const told: string[] = [];
    await symbolizeLocally(
      { ...profile, mappings },
      {
        force: false,
        files: fakeFiles({ '/x/\udcff': PROGRAM }),
        programs: machine.programs,
        tools: () => findTools('', machine),
        notify: (message) => told.push(message),
        readsBuildIds: true,
        advise: () => undefined,
      },
    );
    expect(machine.runs).toEqual([]);
    expect(told).toEqual(['Local symbolization failed for \udcff: the name of the file is not UTF-8']);
  });
});
