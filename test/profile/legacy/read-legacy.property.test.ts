import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Cancelled, UserError } from '../../../src/base/errors.ts';
import { MalformedProfile } from '../../../src/profile/legacy/malformed.ts';
import { LEGACY_START_BYTES, mayBeLegacy, readLegacyProfile } from '../../../src/profile/legacy/read-legacy.ts';
import { type ReadOptions, readProfile, readProfileBytes } from '../../../src/profile/pprof/read.ts';
import type { Profile } from '../../../src/profile/tables.ts';

const data = join(import.meta.dirname, '../../data/legacy');
const files = ['gperftools', 'go', 'own', 'broken'].flatMap((folder) =>
  readdirSync(join(data, folder))
    .filter((file) => /\.(txt|prof|heap|gz)$/.test(file))
    .map((file) => {
      const bytes = readFileSync(join(data, folder, file));
      return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
    }),
);
const file = fc.constantFrom(...files);

const WORDS = [
  'heap profile: 1: 2 [3: 4] @ heap/8\n',
  'goroutine profile: total 1\n',
  '--- threadz 1 ---\n',
  '--- Thread 7f (name: a/1) stack: ---\n',
  '--- mutex:\n',
  '--- heapz 1 ---\n',
  '--- Memory map: ---\n',
  'MAPPED_LIBRARIES:\n',
  'same as previous thread',
  '---',
  '40-50: /a (@10) abcd\n',
  '0x10000000000000000',
  '9223372036854775808',
  ' @ 0x',
  '#',
  '=',
  '\n',
  '\0\0\0\0',
];

/** A file with bytes cut out, put in, and written over. */
const mutated = fc
  .tuple(
    file,
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat(12),
        fc.oneof(fc.constantFrom(...WORDS).map(Buffer.from), fc.uint8Array({ maxLength: 4 })),
      ),
      { minLength: 1, maxLength: 4 },
    ),
    fc.option(fc.nat()),
  )
  .map(([bytes, edits, cut]) => {
    let result: Uint8Array = bytes;
    for (const [position, removed, added] of edits) {
      const at = position % (result.length + 1);
      result = Buffer.concat([result.subarray(0, at), added, result.subarray(at + removed)]);
    }
    return cut === null ? result : result.subarray(0, cut % (result.length + 1));
  });

/** Whether all references of a profile lead somewhere, and all columns are of one length. */
function expectCoherent(profile: Profile): void {
  const { samples, stacks, labels, locations, lines, functions, mappings, strings } = profile;
  expect(samples.values).toHaveLength(profile.valueTypes.length);
  for (const column of [
    ...samples.values,
    samples.stackStart,
    samples.stackEnd,
    samples.labelStart,
    samples.labelEnd,
  ]) {
    expect(column.length).toBe(samples.length);
  }
  const within = (column: { readonly length: number; readonly [at: number]: number }, limit: number, least = 0) => {
    for (let at = 0; at < column.length; at++) {
      if (!(column[at] >= least && column[at] < limit))
        expect.fail(`${column[at]} is not between ${least} and ${limit}`);
    }
  };
  within(samples.stackEnd, stacks.length + 1);
  within(samples.stackStart, stacks.length + 1);
  within(samples.labelEnd, labels.length + 1);
  within(stacks, locations.length);
  within(locations.mapping, mappings.length, -1);
  within(locations.lineEnd, lines.length + 1);
  within(lines.function, functions.length);
  for (const column of [functions.name, functions.fileName, functions.systemName, labels.key, labels.unit]) {
    within(column, strings.length);
  }
}

test('bytes make a coherent profile, are told to be damaged, or are another format', () => {
  fc.assert(
    fc.property(mutated, (bytes) => {
      try {
        const profile = readLegacyProfile(bytes);
        if (profile !== undefined) expectCoherent(profile);
      } catch (error) {
        if (!(error instanceof MalformedProfile)) throw error;
        expect(error.message).not.toBe('');
      }
    }),
    { numRuns: 500 },
  );
});

type Outcome = { readonly profile: Profile } | { readonly message: string };

async function outcomeOf(reading: () => Profile | Promise<Profile>): Promise<Outcome> {
  try {
    return { profile: await reading() };
  } catch (error) {
    if (error instanceof UserError) return { message: `${error.message}\n${error.hint}` };
    throw error;
  }
}

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test('it makes no difference whether a file comes in pieces, or packed', async () => {
  await fc.assert(
    fc.asyncProperty(
      mutated,
      fc.integer({ min: 1, max: 5000 }),
      fc.nat(100_000),
      async (bytes, size, inflatedBytes) => {
        const whole = await outcomeOf(() => readProfileBytes(bytes));
        expect(await outcomeOf(() => readProfile(inPieces(bytes, size), { inflatedBytes }))).toEqual(whole);
        expect(await outcomeOf(() => readProfile(inPieces(gzipSync(bytes), size)))).toEqual(whole);
      },
    ),
  );
});

describe('the start of a longer file', () => {
  const comments = `${'#'.repeat(99)}\n`.repeat(2000);
  const bytesOf = (text: string) => Buffer.from(text, 'latin1');

  test.each(
    files.filter((bytes) => bytes.length > 0).map((bytes) => ({ name: bytes.toString('latin1', 0, 40), bytes })),
  )('tells whether it may be of an older format: $name', ({ bytes }) => {
    const long = Buffer.concat([bytes, bytesOf(`\n${'x'.repeat(99)}`.repeat(2000))]);
    if (mayBeLegacy(long.subarray(0, LEGACY_START_BYTES))) return;
    const outcome = (given: Uint8Array) => {
      try {
        return readLegacyProfile(given);
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(outcome(long.subarray(0, LEGACY_START_BYTES))).toBe(outcome(long));
  });

  test.each([
    ['many comments', `${comments}goroutine profile: total 1\n1 @ 0x5\n`],
    [
      'a heading that is cut off',
      `\n${'#'.repeat(60_000)}\n${'#'.repeat(60_000)}\n${'a'.repeat(20_000)} profile: total 1\n`,
    ],
    ['many threads', `--- threadz 1 ---\n${'x\n'.repeat(100_000)}---- no stack trace for 1\n`],
  ])('is not enough for %s', async (_, text) => {
    expect(mayBeLegacy(bytesOf(text).subarray(0, LEGACY_START_BYTES))).toBe(true);
    expect((await readProfile(inPieces(bytesOf(text), 50_000))).valueTypes).toHaveLength(1);
  });

  test.each([
    ['nothing but comments', '#\n'.repeat(20), 'unrecognized profile format'],
    ['a first line without end', 'x'.repeat(200_000), 'bufio.Scanner: token too long'],
    ['a second line without end', `#\n${'x'.repeat(200_000)}`, 'bufio.Scanner: token too long'],
    ['another heading', `x\n${'goroutine profile: total 1\n'.repeat(9999)}`, 'unrecognized profile format'],
  ])('is enough for %s', async (_, text, message) => {
    expect(mayBeLegacy(bytesOf(text).subarray(0, LEGACY_START_BYTES))).toBe(false);
    const outcome = await outcomeOf(() => readProfile(inPieces(bytesOf(text), 50_000)));
    expect(outcome).toEqual({ message: expect.stringMatching(`^parsing profile: ${message}\n`) });
  });
});

describe('reading', () => {
  const bytes = Buffer.from(`goroutine profile: total 9\n${'1 @ 0x5 0x6\n# comment\n'.repeat(20_000)}`);

  test('tells how far it is', async () => {
    const seen: number[] = [];
    await readProfile(inPieces(bytes, 100_000), { onProgress: (read) => void seen.push(read) });
    expect(seen.at(-1)).toBe(bytes.length);
    expect(seen.length).toBeGreaterThan(3);
  });

  test('stops when it is cancelled', async () => {
    const abort = new AbortController();
    const options: ReadOptions = { onProgress: (read) => void (read > 200_000 && abort.abort()), signal: abort.signal };
    await expect(readProfile(inPieces(bytes, 100_000), options)).rejects.toThrow(Cancelled);
  });
});

describe('the source of the pieces is closed', () => {
  const long = Buffer.concat([Buffer.from('nothing'), Buffer.alloc(3_000_000, 'abc\n')]);

  test.each([
    ['plain', long],
    ['packed', gzipSync(long, { level: 0 })],
  ])('when the start says enough: %s', async (_, bytes) => {
    let isClosed = false;
    async function* source() {
      try {
        yield* inPieces(bytes, 50_000);
      } finally {
        isClosed = true;
      }
    }
    await expect(readProfile(source())).rejects.toThrow('unrecognized profile format');
    expect(isClosed).toBe(true);
  });
});

describe('advice about a file that is none', () => {
  test.each([
    ['goroutine 1 [running]:\nmain.main()\n', 'debug=2'],
    ['goroutine 1 gp=0xc000002380 m=0 mp=0x55 [running]:\n', 'debug=2'],
    ['panic: boom\n\ngoroutine 1 [running]:\n', 'debug=2'],
    ['SIGQUIT: quit\nPC=0x4', 'debug=2'],
    ['fatal error: all goroutines are asleep - deadlock!\n', 'debug=2'],
    ['go 1.26 trace\0\0\0', 'go tool trace'],
    ['PERFILE2\x68', 'perf_to_profile'],
    ['\x7fELF\x02\x01\x01', 'this is a program'],
    ['PK\x03\x04\x14', 'unpack it'],
    ['(\xb5/\xfd\x04', 'unpack it'],
    [' {"traceEvents": []}', 'looks like JSON or a web page'],
    ['<!doctype html>', 'looks like JSON or a web page'],
    ['heap profile: 1: 2 [3: 4] @ heap/8\n1: 2\n', 'cut off'],
    ['hello', 'expected gzip or profile.proto, but at byte'],
  ])('%j', async (text, hint) => {
    const outcome = await outcomeOf(() => readProfileBytes(Buffer.from(text, 'latin1')));
    expect(outcome).toEqual({ message: expect.stringContaining(hint) });
  });
});
