/** Runs programs, and says how long they take and how much memory they use at most. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { cpus, devNull, platform, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

/** The first word is the program. */
export type Command = readonly string[];

/** What a run, or the usual one of several, takes. */
export interface Measured {
  readonly millis: number;
  /** The most memory the process has held; undefined where the system does not tell. */
  readonly peakBytes?: number | undefined;
}

export interface RepeatOptions {
  readonly runs: number;
  /** Further runs are left out once those before have taken this long. */
  readonly budgetMillis?: number;
}

/** Runs a command and throws its output away. */
export async function runCommand(command: Command): Promise<Measured> {
  const memory = makeMemoryProbe();
  const discarded = openSync(devNull, 'w');
  try {
    const [program, ...args] = memory.wrap(command);
    const begun = performance.now();
    const child = spawn(program, args, { stdio: ['ignore', discarded, 'pipe'] });
    memory.watch(child);
    const problem = collectText(child.stderr);
    const status = await exitOf(child);
    const millis = performance.now() - begun;
    if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}:\n${problem()}`);
    return { millis, peakBytes: memory.peakBytes() };
  } finally {
    closeSync(discarded);
    memory.end();
  }
}

/** Runs a command several times; the result is the median time and the largest memory. */
export async function repeatCommand(command: Command, options: RepeatOptions): Promise<Measured> {
  const [usual] = await repeatInTurn([command], options);
  return usual;
}

/** Runs commands in turn, so that whatever slows the machine for a while slows them all. */
export async function repeatInTurn(
  commands: readonly Command[],
  { runs, budgetMillis = Number.POSITIVE_INFINITY }: RepeatOptions,
): Promise<Measured[]> {
  const measured: Measured[][] = commands.map(() => []);
  const begun = performance.now();
  for (let run = 0; run < runs && (run === 0 || performance.now() - begun < budgetMillis); run++) {
    for (const [i, command] of commands.entries()) measured[i].push(await runCommand(command));
  }
  return measured.map(usualOf);
}

function usualOf(runs: readonly Measured[]): Measured {
  const peaks = runs.flatMap(({ peakBytes }) => peakBytes ?? []);
  return {
    millis: median(runs.map(({ millis }) => millis)),
    peakBytes: peaks.length === 0 ? undefined : Math.max(...peaks),
  };
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The smallest value that at least this share of all values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

/** Gathers what a stream says; the result is the end of it. */
export function collectText(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stream?.on('data', (piece: Buffer) => {
    text = (text + piece.toString('latin1')).slice(-4000);
  });
  return () => text;
}

/** Resolves to the exit status, or the name of the signal that ended the process. */
export function exitOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => resolve(status ?? signal ?? 'an unknown status'));
  });
}

interface MemoryProbe {
  /** The command to run instead. */
  wrap(command: Command): Command;
  watch(child: ChildProcess): void;
  /** Asked for when the command has ended. */
  peakBytes(): number | undefined;
  end(): void;
}

const POLLED_EVERY_MS = 10;

/** GNU time knows the memory of a process to the end; the files of Linux are the next best. */
function makeMemoryProbe(): MemoryProbe {
  if (gnuTime() !== undefined) return gnuTimeProbe(gnuTime() as string);
  let peak: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  return {
    wrap: (command) => command,
    watch({ pid }) {
      if (platform() !== 'linux' || pid === undefined) return;
      timer = setInterval(() => {
        peak = peakOfProcess(pid) ?? peak;
      }, POLLED_EVERY_MS);
    },
    peakBytes: () => peak,
    end: () => clearInterval(timer),
  };
}

function gnuTimeProbe(program: string): MemoryProbe {
  const folder = mkdtempSync(join(tmpdir(), 'pprof-shell-time-'));
  const report = join(folder, 'report');
  return {
    wrap: (command) => [program, '-o', report, '-f', '%M', ...command],
    watch: () => undefined,
    peakBytes: () => Number(readFileSync(report, 'utf8').trim()) * 1024,
    end: () => rmSync(folder, { recursive: true }),
  };
}

const gnuTime = once(() => {
  const { stdout } = spawnSync('/usr/bin/time', ['--version'], { encoding: 'utf8' });
  return stdout?.includes('GNU') ? '/usr/bin/time' : undefined;
});

/** The most memory a running process has held, where the system tells. */
export function peakOfProcess(pid: number): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    // The process has ended, or this is not Linux.
    return undefined;
  }
}

/** The binary that `go tool pprof` runs; undefined where there is no Go. */
export const findGoPprof = once((): string | undefined => {
  const path = () => spawnSync('go', ['tool', '-n', 'pprof'], { encoding: 'utf8' }).stdout?.trim() ?? '';
  // Newer versions of Go build their tools when they are first used.
  if (path() !== '' && !existsSync(path())) spawnSync('go', ['tool', 'pprof', '-h']);
  return existsSync(path()) ? path() : undefined;
});

/** Whether a program can be run. */
export const hasProgram = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

/** What was measured on, in one line. */
export function machineText(): string {
  const [cpu] = cpus();
  const go = spawnSync('go', ['version'], { encoding: 'utf8' }).stdout?.match(/go\d[\w.]*/)?.[0];
  return [
    `${cpu?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores`,
    `${Math.round(totalmem() / 2 ** 30)} GB of memory`,
    `${platform()} ${release()}`,
    `Node ${process.versions.node}`,
    go === undefined ? 'no Go' : `Go ${go.slice(2)}`,
  ].join(', ');
}

/** Works a value out when it is first asked for. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
