/** What the program is connected to, and how it talks over that. */
import { safeLines, safeText } from '../base/safe-text.ts';
import type { Profile } from '../profile/tables.ts';
import type { Line } from '../report/line.ts';
import { type ColorDepth, makeTheme } from '../report/theme.ts';
import type { ColorChoice } from '../shell/command-line.ts';
import type { Host } from '../shell/host.ts';
import type { LoadRequest } from '../shell/load-request.ts';
import { type LoadSurroundings, loadProfiles } from './load-profiles.ts';
import { type ReportSink, writeChunk } from './output.ts';
import { showProgress } from './progress.ts';

/** What the program is connected to. */
export interface ProgramIo {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly machine: Host;
  readonly version: string;
  /** Calls back when the user presses Ctrl-C outside of a drawn screen; the result ends that. */
  onInterrupt(stop: () => void): () => void;
}

/** Reads the profiles of a request, with a line of progress, stopped by Ctrl-C. */
export async function load(request: LoadRequest, io: ProgramIo): Promise<Profile> {
  return whileLoading(request, io, (surroundings) =>
    loadProfiles(request, { machine: io.machine, explains: isTerminal(io.stdout), ...surroundings }),
  );
}

/** Does the reading of a request, with a line of progress, stopped by Ctrl-C. */
export async function whileLoading<Loaded>(
  { sources, base }: LoadRequest,
  io: ProgramIo,
  read: (surroundings: Required<Omit<LoadSurroundings, 'machine' | 'explains'>>) => Promise<Loaded>,
): Promise<Loaded> {
  const count = sources.length + (base?.sources.length ?? 0);
  const progress = showProgress(io.stderr, `reading ${count === 1 ? safeText(sources[0]) : `${count} profiles`}`);
  const interrupt = new AbortController();
  const stopListening = io.onInterrupt(() => interrupt.abort());
  try {
    return await read({
      notify: (problem, hint) => {
        progress.hide();
        tell(problem, hint, messageWriter(io.stderr));
      },
      onProgress: progress.update,
      signal: interrupt.signal,
    });
  } finally {
    progress.end();
    stopListening();
  }
}

export function sinkOf({ stdout, stderr }: ProgramIo): ReportSink {
  return { write: (chunk) => writeChunk(stdout, chunk), message: messageWriter(stderr) };
}

/** Whether a shell is drawn: without a terminal its commands come line by line. */
export function drawsShell(
  { commands }: { readonly commands: readonly string[] | undefined },
  { stdin, stdout, machine }: ProgramIo,
): boolean {
  return commands === undefined && isTerminal(stdin) && isTerminal(stdout) && machine.env('TERM') !== 'dumb';
}

/** How lines of reports are drawn where nothing else is; undefined for plain text. */
export function drawOf(color: ColorChoice, io: ProgramIo): ((line: Line) => string) | undefined {
  const depth = colorDepth(color, io);
  return depth !== 'none' || isTerminal(io.stdout) ? makeTheme(depth).line : undefined;
}

export const isTerminal = (stream: { readonly isTTY?: boolean }) => stream.isTTY === true;

/** How much colour to use: what the user says, then NO_COLOR, then what the terminal can do. */
export function colorDepth(choice: ColorChoice, { stdout, machine }: ProgramIo): ColorDepth {
  if (choice === 'never') return 'none';
  const isWelcome = isTerminal(stdout) && !machine.env('NO_COLOR') && machine.env('TERM') !== 'dumb';
  if (choice === 'auto' && !isWelcome) return 'none';
  const terminal = `${machine.env('TERM') ?? ''} ${machine.env('COLORTERM') ?? ''}`;
  return /256|truecolor|24bit|kitty|direct/.test(terminal) ? 'palette' : 'basic';
}

/** Writes what is told beside the output. A terminal never gets control characters from a profile. */
export function messageWriter(stderr: NodeJS.WriteStream): (text: string) => void {
  return (text) => {
    const shown = isTerminal(stderr) ? safeLines(text) : text;
    stderr.write(shown.endsWith('\n') ? shown : `${shown}\n`);
  };
}

/** Tells the user what was wrong and what to do about it. */
export function tell(problem: string, hint: string | undefined, message: (text: string) => void): void {
  message(problem);
  if (hint !== undefined) message(`  ${hint}`);
}
