/** The lines of `GODEBUG=gctrace=1` and `scavtrace=1`, of all versions of Go that print them. */
import { GrowingFloat64 } from '../../base/growing.ts';
import type { Place } from '../statement.ts';
import { gcReadings } from './gc-readings.ts';
import type { GcCycles, GcTrace } from './log-report.ts';

const MIB = 2 ** 20;
/** So many collections are kept of one run, every second one of them where there are more, and so on. */
const MOST_CYCLES = 1 << 17;

/**
 * Since Go 1.5, with stacks and globals since 1.18:
 * `gc 1 @0.013s 11%: 0.20+5.6+0.006 ms clock, 0.40+0.092/4.2/0+0.013 ms cpu, 3->3->1 MB, 4 MB goal, 0 MB stacks, 0 MB globals, 2 P (forced)`
 */
const CYCLE =
  /^gc (\d+) @(\d+(?:\.\d+)?)s (\d+)%: [\d.+]+ ms clock, [\d.+/]+ ms cpu, (\d+)->(\d+)->(\d+) MB, (\d+) MB goal(?:, (\d+) MB stacks, (\d+) MB globals)?, (\d+) P(?: \((forced)\))?/;
/** Until Go 1.4: `gc1(1): 0+0+0+0 us, 0 -> 0 MB, 78 (78-0) objects, 2 goroutines, …` */
const OLD_CYCLE = /^gc(\d+)\((\d+)\): [\d+]+ (?:us|ms), (\d+) -> (\d+) MB/;
/** `scav 0 KiB work (bg), 0 KiB work (eager), 3848 KiB now, 54% util`; before Go 1.21 with other words in between. */
const SCAVENGE = /^scav (?:\d+ )?(\d+) KiB work(?: \(bg\), (\d+) KiB work \(eager\))?, .*?(\d+)% util/;

const COLUMNS = [
  'number',
  'seconds',
  'cpuPercent',
  'beforeBytes',
  'afterBytes',
  'liveBytes',
  'goalBytes',
  'stackBytes',
  'globalBytes',
  'procs',
  'forced',
] as const satisfies readonly (keyof GcCycles)[];

type Row = Readonly<Record<(typeof COLUMNS)[number], number>>;

/** Whether a line, without its prefix, may be one of these. */
export function isGcLine(text: string): boolean {
  return text.startsWith('gc') || text.startsWith('scav ');
}

/** Reads the collections of one program; a number that is not larger than the one before begins another run. */
export class GcTraceReader {
  readonly #file: string;
  readonly #process: string;
  readonly #traces: GcTrace[] = [];
  #run: GcRun | undefined;

  constructor(file: string, process: string) {
    this.#file = file;
    this.#process = process;
  }

  add(text: string, line: number): void {
    const row = readCycle(text);
    if (row !== undefined) {
      if (this.#run !== undefined && row.number <= this.#run.lastNumber) this.#finishRun();
      this.#run ??= new GcRun({ file: this.#file, line }, this.#process);
      this.#run.addCycle(row);
      return;
    }
    const scavenge = SCAVENGE.exec(text);
    if (scavenge === null) return;
    this.#run ??= new GcRun({ file: this.#file, line }, this.#process);
    this.#run.addScavenge((Number(scavenge[1]) + Number(scavenge[2] ?? 0)) * 1024, Number(scavenge[3]));
  }

  /** In the order of the log. */
  finish(): readonly GcTrace[] {
    this.#finishRun();
    return this.#traces;
  }

  #finishRun(): void {
    if (this.#run !== undefined) this.#traces.push(this.#run.finish());
    this.#run = undefined;
  }
}

function readCycle(text: string): Row | undefined {
  const match = CYCLE.exec(text);
  if (match !== null) {
    const figure = (group: number, unit = 1) => Number(match[group] ?? Number.NaN) * unit;
    return {
      number: figure(1),
      seconds: figure(2),
      cpuPercent: figure(3),
      beforeBytes: figure(4, MIB),
      afterBytes: figure(5, MIB),
      liveBytes: figure(6, MIB),
      goalBytes: figure(7, MIB),
      stackBytes: figure(8, MIB),
      globalBytes: figure(9, MIB),
      procs: figure(10),
      forced: match[11] === undefined ? 0 : 1,
    };
  }
  const old = OLD_CYCLE.exec(text);
  if (old === null) return undefined;
  const unknown = Object.fromEntries(COLUMNS.map((column) => [column, Number.NaN])) as Row;
  const [number, procs, before, live] = old.slice(1).map(Number);
  return { ...unknown, number, procs, beforeBytes: before * MIB, liveBytes: live * MIB, forced: 0 };
}

/** The collections of one run of a program. */
class GcRun {
  readonly #at: Place;
  readonly #process: string;
  #columns = COLUMNS.map(() => new GrowingFloat64());
  #count = 0;
  #every = 1;
  #scavenges = { count: 0, returnedBytes: 0, lastUtilisation: Number.NaN };
  lastNumber = 0;

  constructor(at: Place, process: string) {
    this.#at = at;
    this.#process = process;
  }

  addCycle(row: Row): void {
    this.lastNumber = row.number;
    if (this.#count++ % this.#every !== 0) return;
    for (const [index, column] of COLUMNS.entries()) this.#columns[index].push(row[column]);
    if (this.#columns[0].length >= MOST_CYCLES) this.#thin();
  }

  addScavenge(returnedBytes: number, lastUtilisation: number): void {
    const { count, returnedBytes: before } = this.#scavenges;
    this.#scavenges = { count: count + 1, returnedBytes: before + returnedBytes, lastUtilisation };
  }

  #thin(): void {
    this.#every *= 2;
    this.#columns = this.#columns.map((column) => {
      const kept = new GrowingFloat64();
      for (const [index, value] of column.finish().entries()) if (index % 2 === 0) kept.push(value);
      return kept;
    });
  }

  finish(): GcTrace {
    const columns = Object.fromEntries(COLUMNS.map((name, index) => [name, this.#columns[index].finish()]));
    const cycles = { length: this.#columns[0].length, ...columns } as GcCycles;
    return {
      at: this.#at,
      process: this.#process,
      count: this.#count,
      cycles,
      scavenges: this.#scavenges,
      readings: gcReadings(cycles, this.#at),
    };
  }
}
