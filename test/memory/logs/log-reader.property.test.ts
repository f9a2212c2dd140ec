import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LogReader } from '../../../src/memory/logs/log-reader.ts';
import type { Crash, LogReport } from '../../../src/memory/logs/log-report.ts';
import { expectations, fixture, readLog } from './fixtures.ts';

/** Small enough to be read many times. */
const small = expectations()
  .map(([file]) => [file, fixture(file)] as const)
  .filter(([, bytes]) => bytes.length < 30_000);
const drawnFixture = fc.constantFrom(...small);

function readInChunks(bytes: Uint8Array, cuts: readonly number[]): LogReport {
  const reader = new LogReader('app.log');
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  let start = 0;
  for (const end of ends) {
    // The reader may keep nothing of a chunk, as the next one comes in the same memory.
    const chunk = Uint8Array.from(bytes.subarray(start, end));
    reader.add(chunk);
    chunk.fill(0x2a);
    start = end;
  }
  return reader.end();
}

describe('a log', () => {
  test('says the same however it is cut into chunks', () => {
    fc.assert(
      fc.property(drawnFixture, fc.array(fc.nat(30_000), { maxLength: 12 }), ([, bytes], cuts) => {
        expect(readInChunks(bytes, cuts)).toEqual(readLog(bytes));
      }),
      { numRuns: 150 },
    );
  });

  test('says the same byte by byte', () => {
    for (const file of ['wrapped/utf16le-bom.log', 'wrapped/crlf.log', 'wrapped/two-compose-both-memory.log']) {
      const bytes = fixture(file);
      const reader = new LogReader('app.log');
      for (let at = 0; at < bytes.length; at++) reader.add(bytes.subarray(at, at + 1));
      expect(reader.end(), file).toEqual(readLog(bytes));
    }
  });

  test('that is cut off anywhere says nothing that the whole one denies', () => {
    fc.assert(
      fc.property(drawnFixture, fc.nat(), ([file, bytes], drawn) => {
        const whole = readLog(bytes);
        const cut = readLog(bytes.subarray(0, drawn % (bytes.length + 1)));
        for (const crash of cut.crashes) expectConsistent(file, crash, whole);
        expect(cut.lines).toBeLessThanOrEqual(whole.lines);
      }),
      { numRuns: 400 },
    );
  });

  test('of any bytes is read', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.uint8Array({ maxLength: 40 }), drawnLine())), (parts) => {
        const report = readLog(...parts);
        expect(report.bytes).toBe(parts.reduce((sum, part) => sum + part.length, 0));
        for (const { at } of [...report.crashes, ...report.kills]) expect(at.line).toBeLessThanOrEqual(report.lines);
        JSON.stringify(report);
      }),
      { numRuns: 300 },
    );
  });
});

/** A line of some fixture, so that forms follow each other as they never do. */
function drawnLine(): fc.Arbitrary<Uint8Array> {
  return drawnFixture.chain(([, bytes]) => {
    const lines = bytes.toString('latin1').split('\n');
    return fc.nat(lines.length - 1).map((line) => Buffer.from(`${lines[line]}\n`, 'latin1'));
  });
}

function expectConsistent(file: string, crash: Crash, whole: LogReport): void {
  const same = whole.crashes.find(({ at, process }) => at.line === crash.at.line && process === crash.process);
  // A dump of stacks ends like a crash until its beginning is known; a line of JSON or a prefix may be cut.
  if (same === undefined) {
    expect(crash.confidence, file).not.toBe('confirmed');
    return;
  }
  if (crash.failing !== undefined) expect(crash.failing, file).toEqual(same.failing);
  if (crash.requestedBytes !== undefined) expect(crash.requestedBytes, file).toBe(same.requestedBytes);
  if (crash.allocatedBytes !== undefined) expect(crash.allocatedBytes, file).toBe(same.allocatedBytes);
  expect(crash.goroutines.count).toBeLessThanOrEqual(same.goroutines.count);
}

describe('logs of several programs', () => {
  const programs = [
    ['app-1', 'crash/append.log'],
    ['worker-1', 'crash/stack-overflow-two.log'],
    ['web', 'crash/size-reflect.log'],
    ['cron', 'gctrace/steady.log'],
  ] as const;

  test('are told apart by the prefixes of their lines, in whatever order those come', () => {
    const logs = programs.map(([name, file]) => {
      return fixture(file)
        .toString('latin1')
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `${name.padEnd(8)} | ${line}\n`);
    });
    const alone = programs.map(([, file]) => readLog(fixture(file)));
    const total = logs.reduce((sum, lines) => sum + lines.length, 0);
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: total, maxLength: total }), (turns) => {
        const report = readLog(interleaved(logs, turns));
        for (const [index, [name]] of programs.entries()) {
          const crashes = report.crashes.filter(({ process }) => process === name);
          expect(crashes.map(essence)).toEqual(alone[index].crashes.map(essence));
        }
        expect(report.gcTraces.map(({ process, count }) => [process, count])).toEqual([['cron', 46]]);
      }),
      { numRuns: 25 },
    );
  });

  test('without prefixes are said to be mixed, or read right', () => {
    const [first, second] = ['crash/append.log', 'crash/stack-overflow-two.log'].map((file) => linesOf(file));
    const [one, two] = ['crash/append.log', 'crash/stack-overflow-two.log'].map(
      (file) => readLog(fixture(file)).crashes[0],
    );
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 30, maxLength: 200 }), (turns) => {
        const { crashes } = readLog(interleaved([first, second], turns.map(Number)));
        for (const { isMixed, isCutOff, failing } of crashes) {
          if (isMixed) expect(failing).toBeUndefined();
          else if (!isCutOff && failing !== undefined) expect([one.failing, two.failing]).toContainEqual(failing);
        }
      }),
      { numRuns: 100 },
    );
  });
});

function linesOf(file: string): readonly string[] {
  return Array.from(fixture(file).toString('latin1').matchAll(/.*\n/g), ([line]) => line);
}

function interleaved(logs: readonly (readonly string[])[], turns: readonly number[]): string {
  const at = logs.map(() => 0);
  const taken: string[] = [];
  for (const turn of turns) {
    const log = turn % logs.length;
    if (at[log] < logs[log].length) taken.push(logs[log][at[log]++]);
  }
  for (const [log, lines] of logs.entries()) taken.push(...lines.slice(at[log]));
  return taken.join('');
}

const essence = ({ message, ended, failing, allocatedBytes, goroutines, isCutOff, isMixed }: Crash) => {
  const counts = goroutines.groups.map(({ count, state }) => [count, state]);
  return { message, ended, failing, allocatedBytes, count: goroutines.count, counts, isCutOff, isMixed };
};
