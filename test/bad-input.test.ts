import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  Line,
  Location,
  Mapping,
  Function as PprofFunction,
  Profile as PprofProfile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeDrawing } from './support/draw-profile.ts';
import { run } from './support/run-program.ts';

const shop = join(import.meta.dirname, 'data/pprof/own/shop.pb.gz');
const shopBytes = readFileSync(shop);
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pprof-shell-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** A profile with a sample type, and these rows. */
function profileOf(rows: Partial<Pick<PprofProfile, 'sample' | 'location' | 'function' | 'mapping'>>): Uint8Array {
  const stringTable = new StringTable();
  const type = new ValueType({ type: stringTable.dedup('cpu'), unit: stringTable.dedup('nanoseconds') });
  return new PprofProfile({ sampleType: [type], stringTable, ...rows }).encode();
}

/** A profile that reads well but does not hold together, and pprof's sentence for it. */
const incoherent: readonly (readonly [message: string, profile: () => Uint8Array])[] = [
  ['missing sample type information', () => new PprofProfile({ sample: [new Sample({ value: [1] })] }).encode()],
  [
    'mismatch: sample has 2 values vs. 1 types',
    () => profileOf({ sample: [new Sample({ locationId: [1], value: [1, 2] })], location: [new Location({ id: 1 })] }),
  ],
  [
    'mismatch: sample has 0 values vs. 1 types',
    () => profileOf({ sample: [new Sample({ locationId: [1] })], location: [new Location({ id: 1 })] }),
  ],
  ['sample has nil location', () => profileOf({ sample: [new Sample({ locationId: [7], value: [1] })] })],
  ['sample has nil location', () => profileOf({ sample: [new Sample({ locationId: [0], value: [1] })] })],
  ['found mapping with reserved ID=0', () => profileOf({ mapping: [new Mapping({ memoryLimit: 1 })] })],
  [
    'multiple mappings with same id: 3',
    () => profileOf({ mapping: [new Mapping({ id: 3 }), new Mapping({ id: 3, memoryLimit: 1 })] }),
  ],
  ['found function with reserved ID=0', () => profileOf({ function: [new PprofFunction({ startLine: 1 })] })],
  [
    'multiple functions with same id: 9',
    () => profileOf({ function: [new PprofFunction({ id: 9 }), new PprofFunction({ id: 9 })] }),
  ],
  ['found location with reserved id=0', () => profileOf({ location: [new Location({ address: 1 })] })],
  [
    'multiple locations with same id: 1',
    () => profileOf({ location: [new Location({ id: 1 }), new Location({ id: 1 })] }),
  ],
  [
    'location id: 4 has a line with nil function',
    () => profileOf({ location: [new Location({ id: 4, line: [new Line({ functionId: 8 })] })] }),
  ],
];

describe('a file that is no profile', () => {
  const cases: readonly (readonly [name: string, make: () => string, message: string, hint: string])[] = [
    ['missing', () => join(folder, 'none.pb.gz'), 'stat FILE: no such file or directory', 'check the path'],
    ['a directory', () => folder, 'read FILE: is a directory', 'name one of the profiles in it'],
    ['empty', () => file('empty', ''), 'parsing profile: empty input file', 'before it wrote its profile'],
    [
      'text',
      () => file('text', 'hello, world\n'),
      'parsing profile: unrecognized profile format',
      'expected gzip or profile.proto',
    ],
    [
      'a web page',
      () => file('page', '<html>404</html>'),
      'parsing profile: unrecognized profile format',
      'looks like JSON or a web page',
    ],
    [
      'a text profile with a line that is none',
      () => file('debug', 'goroutine profile: total 3\n1 @ 0x1\nnonsense\n'),
      'parsing profile: malformed profile format',
      'cut off, or mixed with other output',
    ],
    [
      'a cut gzip file',
      () => file('cut.gz', shopBytes.subarray(0, 400)),
      'decompressing profile: unexpected EOF',
      'cut off or damaged',
    ],
    [
      'a gzip file with a wrong checksum',
      () => file('sum.gz', Buffer.concat([shopBytes.subarray(0, -8), Buffer.alloc(8, 1)])),
      'decompressing profile: gzip: invalid checksum',
      'cut off or damaged',
    ],
    [
      'a cut profile',
      () => file('cut.pb', gunzipSync(shopBytes).subarray(0, 300)),
      'parsing profile: unrecognized profile format',
      'the last field is cut off',
    ],
    [
      'two profiles in one file',
      () => file('two.pb', Buffer.concat([gunzipSync(shopBytes), gunzipSync(shopBytes)])),
      'parsing profile: concatenated profiles detected',
      'split the file',
    ],
    ...incoherent.map(
      ([message, profile], i) =>
        [
          `one that does not hold together: ${message}`,
          () => file(`incoherent-${i}.pb`, profile()),
          `malformed profile: ${message}`,
          'try to record it again',
        ] as const,
    ),
  ];
  test.each(cases)('%s', async (_, make, message, hint) => {
    const path = make();
    const { status, stdout, stderr } = await run(['-top', path]);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    const [first, second, last] = stderr.split('\n');
    expect(first).toBe(`${path}: ${message.replace('FILE', path)}`);
    expect(second).toContain(hint);
    expect(last).toBe('failed to fetch any source profiles');
  });

  test('one without sample types', async () => {
    const { status, stderr } = await run(['-top', file('none.pb', Uint8Array.of(0x32, 0))]);
    expect(stderr).toBe(
      'problem fetching source profiles: profiles have empty common sample type list\n  the profile has no sample types\n',
    );
    expect(status).toBe(1);
  });

  test('one without samples is a profile', async () => {
    const { status, stdout } = await run(['-top', file('no-samples.pb', encodeDrawing(''))]);
    expect(stdout).toBe(
      'Type: cpu\nShowing nodes accounting for 0, 0% of 0 total\n      flat  flat%   sum%        cum   cum%\n',
    );
    expect(status).toBe(0);
  });

  test.skipIf(process.getuid?.() === 0)('one that may not be read', async () => {
    const path = file('secret.pb', 'x');
    chmodSync(path, 0);
    expect((await run(['-top', path])).stderr).toContain(`${path}: open ${path}: permission denied`);
  });
});

describe('a command line that cannot be understood', () => {
  test.each([
    [['-zop', shop], 'flag provided but not defined: -zop', 'did you mean -top?'],
    [['-top', '-nodecount=x', shop], 'invalid value "x" for flag -nodecount: parse error', ''],
    [['-top', '-trim=maybe', shop], 'invalid boolean value "maybe" for -trim: parse error', ''],
    [['-top', '-tree', shop], 'must set at most one output format', 'pprof-shell -help'],
    [['-top', '-lines', '-files', shop], 'conflicting options set: [files lines]', 'choose one'],
    [['-top'], 'no profile source specified', 'name a profile'],
    [['-top', '-focus'], 'flag needs an argument: -focus', ''],
    [['-color=blue', '-top', shop], 'invalid value "blue" for flag -color', 'auto, always or never'],
    [['-top', '-focus=(', shop], 'parsing focus regexp: error parsing regexp: missing closing ): `(`', ''],
    [['-peek=[a', shop], 'parsing argument regexp [a: error parsing regexp: missing closing ]: `[a`', ''],
    [['-list=zzz', shop], 'no matches found for regexp: zzz', ''],
    [['-top', '-sample_index=9', shop], 'sample_index 9 is outside the range [0..1]', ''],
    [['-top', '-sample_index=wall', shop], 'sample_index "wall" must be one of: [events cpu]', ''],
    [['-top', '-divide_by=0', shop], 'zero divisor specified', ''],
    [
      ['-top', '-output=/no/such/folder/x', shop],
      'open /no/such/folder/x: no such file or directory',
      'nothing was written',
    ],
  ])('%j', async (args, message, hint) => {
    const { status, stdout, stderr } = await run(args);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.split('\n')).toContain(message);
    expect(stderr).toContain(hint);
  });
});

describe('in a script', () => {
  test('every mistake is told, and the session goes on with what it had', async () => {
    const script = [
      'focus=walk',
      'focus=(',
      'top',
      'focus=walk',
      'nodecount=1e9',
      'unit',
      'browse',
      'find x',
      'top 1',
      'topp',
      'q',
      'never',
    ].join('\n');
    const { status, stdout, stderr } = await run([shop], { stdin: script });
    expect(status).toBe(0);
    expect(stderr).toContain('parsing focus regexp: error parsing regexp: missing closing ): `(`\n');
    expect(stderr).toContain('strconv.Atoi: parsing "1e9": invalid syntax\n');
    expect(stderr).toContain('please specify a value, e.g. unit=<val>\n');
    expect(stderr).toContain('browse needs a terminal to draw on\n');
    expect(stderr).toContain('find needs a terminal to draw on\n');
    expect(stderr).toContain('unrecognized command: "topp"\n');
    expect(stdout).toContain('      50ms  8.60%  8.60%       50ms  8.60%  shop.walk\n');
    expect(stderr).not.toContain('never');
  });

  test('a report that fails leaves no file behind', async () => {
    const path = join(folder, 'report.txt');
    await run([shop], { stdin: `peek zzz > ${path}\n` });
    expect(() => readFileSync(path)).toThrow('ENOENT');
    await run([shop], { stdin: `peek walk > ${path}\n` });
    expect(readFileSync(path, 'utf8')).toContain('| shop.walk');
  });
});

test('a name with control characters reaches a pipe as it is, and a terminal spelt out', async () => {
  const path = file('evil.pb.gz', gzipSync(encodeDrawing('main;evil\u001b[2J\u0007\u009b31m 5')));
  const { stdout } = await run(['-top', path]);
  expect(Buffer.from(stdout, 'latin1').toString()).toContain('evil\u001b[2J\u0007\u009b31m');
  const coloured = await run(['-color=always', '-top', path]);
  expect(Buffer.from(coloured.stdout, 'latin1').toString()).toContain('evil\\x1b[2J\\x07\\x9b31m');
});
