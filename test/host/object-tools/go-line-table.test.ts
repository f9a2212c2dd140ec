import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openGoLineTable } from '../../../src/host/object-tools/go-line-table.ts';

/** A piece of a function's code: so many bytes, from a line, of a call that was inlined or of the function itself (-1). */
interface Run {
  readonly size: number;
  readonly file: number;
  readonly line: number;
  readonly inlined: number;
}

interface DrawnFunction {
  readonly runs: readonly Run[];
  /** For each inlined call, an offset in the code at the line of the call. */
  readonly calls: readonly number[];
}

const TEXT_START = 0x401000n;
const FILES = ['main.go', 'lib/ünïcode.go', 'other.go'];
const HEADER = 72;

/** Writes the tables as Go's linker lays them out. */
function tableOf(functions: readonly DrawnFunction[]) {
  const fileTable = FILES.map((file) => [...new TextEncoder().encode(file), 0]);
  const fileOffsets = fileTable.map((_, i) => fileTable.slice(0, i).flat().length);
  // An offset of 0 means that there is no list.
  const pcTable: number[] = [0];
  const list = (values: readonly { readonly size: number; readonly value: number }[]) => {
    const start = pcTable.length;
    let before = -1;
    for (const { size, value } of values) {
      const change = value - before;
      pcTable.push(...varint(change < 0 ? (~change << 1) | 1 : change << 1), ...varint(size));
      before = value;
    }
    pcTable.push(0);
    return start;
  };
  // Runs of the same value are one, as a change of nothing ends a list.
  const merged = (runs: readonly Run[], of: (run: Run) => number) => {
    const values: { size: number; value: number }[] = [];
    for (const run of runs) {
      const last = values.at(-1);
      if (last?.value === of(run)) last.size += run.size;
      else values.push({ size: run.size, value: of(run) });
    }
    return values;
  };

  const inlineTrees: number[] = [];
  let entry = 0;
  const records = functions.map(({ runs, calls }) => {
    const start = entry;
    entry += runs.reduce((sum, { size }) => sum + size, 0);
    const tree = inlineTrees.length;
    for (const call of calls) inlineTrees.push(...words(0, 0, call, 0));
    return {
      start,
      record: [
        ...words(
          start,
          0,
          0,
          0,
          0,
          list(merged(runs, ({ file }) => file)),
          list(merged(runs, ({ line }) => line)),
          3,
          0,
        ),
        ...words(0),
        ...[0, 0, 0, 4],
        ...words(0, 0, list(merged(runs, ({ inlined }) => inlined))),
        ...words(0, 0, 0, tree),
      ],
    };
  });

  const index = (functions.length + 1) * 8;
  const functionTable: number[] = [];
  let at = index;
  for (const { start, record } of records) {
    functionTable.push(...words(start, at));
    at += record.length;
  }
  functionTable.push(...words(entry, 0), ...records.flatMap(({ record }) => record));

  const parts = [fileOffsets.flatMap((offset) => words(offset)), fileTable.flat(), pcTable, functionTable];
  const offsets = parts.map((_, i) => HEADER + parts.slice(0, i).flat().length);
  const table = Uint8Array.from([
    ...words(0xfffffff1),
    ...[0, 0, 1, 8],
    ...[functions.length, FILES.length, 0, HEADER, ...offsets].flatMap((value) => words(value, 0)),
    ...parts.flat(),
  ]);
  return openGoLineTable({
    table,
    textStart: TEXT_START,
    functionData: (offset, length) => Uint8Array.from(inlineTrees.slice(offset, offset + length)),
  });
}

const words = (...values: readonly number[]) =>
  values.flatMap((value) => [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, (value >> 24) & 0xff]);

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

const linesAt = (table: ReturnType<typeof tableOf>, address: number) =>
  table?.linesAt(TEXT_START + BigInt(address)).map(({ file, line }) => `${file}:${line}`);

describe('lines', () => {
  // mix, from line 29 on, is inlined into the loop in line 39, and half into mix in line 30.
  const table = tableOf([
    { runs: [{ size: 4, file: 2, line: 7, inlined: -1 }], calls: [] },
    {
      runs: [
        { size: 8, file: 0, line: 38, inlined: -1 },
        { size: 300, file: 0, line: 29, inlined: 0 },
        { size: 2, file: 1, line: 5, inlined: 1 },
        { size: 2, file: 0, line: 30, inlined: 0 },
        { size: 1, file: 0, line: 39, inlined: -1 },
      ],
      calls: [312, 310],
    },
  ]);

  test.each<[number, string[]]>([
    [0, ['other.go:7']],
    [3, ['other.go:7']],
    [4, ['main.go:38']],
    [12, ['main.go:29', 'main.go:39']],
    [311, ['main.go:29', 'main.go:39']],
    [312, ['lib/ünïcode.go:5', 'main.go:30', 'main.go:39']],
    [316, ['main.go:39']],
    [317, []],
    [-1, []],
  ])('at %i', (address, lines) => {
    expect(linesAt(table, address)).toEqual(lines);
  });
});

test('every byte has the line of its run', () => {
  const run = fc.record({
    size: fc.integer({ min: 1, max: 400 }),
    file: fc.integer({ min: 0, max: FILES.length - 1 }),
    line: fc.integer({ min: 1, max: 100_000 }),
    inlined: fc.constant(-1),
  });
  const drawn = fc.record({ runs: fc.array(run, { minLength: 1, maxLength: 6 }), calls: fc.constant([]) });
  fc.assert(
    fc.property(fc.array(drawn, { minLength: 1, maxLength: 6 }), (functions) => {
      const table = tableOf(functions);
      let address = 0;
      for (const { size, file, line } of functions.flatMap(({ runs }) => runs)) {
        expect(linesAt(table, address)).toEqual([`${FILES[file]}:${line}`]);
        expect(linesAt(table, address + size - 1)).toEqual([`${FILES[file]}:${line}`]);
        address += size;
      }
    }),
  );
});

test('a table of another layout is left alone', () => {
  const table = new Uint8Array(HEADER).fill(0xfb, 0, 1).fill(0xff, 1, 4);
  expect(openGoLineTable({ table, textStart: 0n, functionData: () => undefined })).toBeUndefined();
});
