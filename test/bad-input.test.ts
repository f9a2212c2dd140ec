import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Location, Profile as PprofProfile, Sample, StringTable, ValueType } from 'pprof-format';
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

/** A profile whose only sample has these locations and values. */
function profileWith(sample: ConstructorParameters<typeof Sample>[0], location: Location[] = []): Uint8Array {
  const stringTable = new StringTable();
  const type = new ValueType({ type: stringTable.dedup('cpu'), unit: stringTable.dedup('nanoseconds') });
  return new PprofProfile({ sampleType: [type], sample: [new Sample(sample)], location, stringTable }).encode();
}

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
      'a text profile',
      () => file('debug', 'goroutine profile: total 3\n1 @ 0x1\n'),
      'parsing profile: unrecognized profile format',
      'record it again without debug=1',
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
    [
      'a sample with a location that is missing',
      () => file('location.pb', profileWith({ locationId: [7], value: [1] })),
      'malformed profile: sample has nil location',
      'try to record it again',
    ],
    [
      'a sample with too many values',
      () => file('values.pb', profileWith({ locationId: [1], value: [1, 2] }, [new Location({ id: 1 })])),
      'malformed profile: mismatch: sample has 2 values vs. 1 types',
      'try to record it again',
    ],
    [
      'two locations of one id',
      () =>
        file(
          'twins.pb',
          profileWith({ locationId: [1], value: [1] }, [new Location({ id: 1 }), new Location({ id: 1 })]),
        ),
      'malformed profile: multiple locations with same id: 1',
      'try to record it again',
    ],
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
    expect(stderr).toBe('profile has no samples\n');
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
