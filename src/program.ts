/** The program from its arguments to its exit status. Everything it touches is given, so that tests can run it. */
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { Cancelled, UserError } from './base/errors.ts';
import { safeLines, safeText } from './base/safe-text.ts';
import { localEngine } from './host/engine.ts';
import { linesOf, runLineShell } from './host/line-shell.ts';
import { type LoadSurroundings, loadProfiles } from './host/load-profiles.ts';
import { IN_SHELL, OutputClosed, type ReportSink, writeChunk, writeReport } from './host/output.ts';
import { isLarge } from './host/profile-file.ts';
import { showProgress } from './host/progress.ts';
import { sourceUrl } from './host/remote/source-url.ts';
import { loadInThread } from './host/threaded-engine.ts';
import { withoutZeroLabels } from './profile/labels.ts';
import type { Profile } from './profile/tables.ts';
import type { Line } from './report/line.ts';
import { prepareReport } from './report/request.ts';
import { type ColorDepth, makeTheme } from './report/theme.ts';
import { type ColorChoice, type CommandLine, readCommandLine, usageLines } from './shell/command-line.ts';
import { greetingLines } from './shell/greeting.ts';
import type { Host } from './shell/host.ts';
import type { LoadRequest } from './shell/load-request.ts';
import { makeReportHost } from './shell/report-host.ts';
import { openSession, type Session } from './shell/session.ts';

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

const EXIT_USER_ERROR = 1;
const EXIT_OUR_ERROR = 70;
const EXIT_CANCELLED = 128 + constants.signals.SIGINT;

type ProfileRequest = Extract<CommandLine, { readonly type: 'report' | 'shell' }>;
type ReportCommandLine = Extract<CommandLine, { readonly type: 'report' }>;
type ShellCommandLine = Extract<CommandLine, { readonly type: 'shell' }>;

/** Runs the program; resolves to its exit status. */
export async function runProgram(args: readonly string[], io: ProgramIo): Promise<number> {
  const message = messageWriter(io.stderr);
  try {
    const request = readCommandLine(args, message);
    switch (request.type) {
      case 'usage':
        message(usageLines().join('\n'));
        break;
      case 'version':
        io.stdout.write(`pprof-shell ${io.version}\n`);
        break;
      case 'report':
        await printReport(request, await load(request, io), io);
        break;
      case 'shell':
        if (drawsShell(request, io)) await runTerminalShell(request, io);
        else await runScriptShell(request, await load(request, io), io);
        break;
    }
    return 0;
  } catch (error) {
    if (error instanceof OutputClosed) return 0;
    if (error instanceof Cancelled) {
      message('cancelled');
      return EXIT_CANCELLED;
    }
    if (error instanceof UserError) {
      tell(error.message, error.hint, message);
      return EXIT_USER_ERROR;
    }
    const report = error instanceof Error ? error.stack : String(error);
    message(`This is a fault of pprof-shell; please report it with the lines below.\n${report}`);
    return EXIT_OUR_ERROR;
  }
}

/** Reads the profiles of a request, with a line of progress, stopped by Ctrl-C. */
async function load(request: ProfileRequest, io: ProgramIo): Promise<Profile> {
  return whileLoading(request, io, (surroundings) =>
    loadProfiles(request.load, { machine: io.machine, explains: isTerminal(io.stdout), ...surroundings }),
  );
}

async function whileLoading<Loaded>(
  { load: { sources, base } }: ProfileRequest,
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
        progress.end();
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

async function printReport(request: ReportCommandLine, profile: Profile, io: ProgramIo): Promise<void> {
  const {
    report,
    options,
    argument,
    load: { sources, tools },
  } = request;
  const host = makeReportHost(io.machine, { source: sources[0], explains: isTerminal(io.stdout), tools });
  const notify = messageWriter(io.stderr);
  const prepared = prepareReport({ profile, options, defaults: report.defaults, argument, host, notify });
  const body = report.write(prepared);
  await writeReport({ type: 'report', body, document: report.document, file: options.output }, sinkOf(io), {
    machine: io.machine,
    draw: drawOf(request.color, io),
    isShell: false,
    takesDocuments: !isTerminal(io.stdout),
  });
}

function drawsShell({ commands }: ShellCommandLine, { stdin, stdout, machine }: ProgramIo): boolean {
  return commands === undefined && isTerminal(stdin) && isTerminal(stdout) && machine.env('TERM') !== 'dumb';
}

function startSession({ load: { sources }, options }: ShellCommandLine, profile: Profile): Session {
  return openSession(withoutZeroLabels(profile), sources[0], { ...options, compact_labels: true });
}

/** Commands from the command line or from standard input, without drawing. */
async function runScriptShell(request: ShellCommandLine, profile: Profile, io: ProgramIo): Promise<void> {
  const {
    commands,
    load: { sources, tools },
    color,
  } = request;
  const host = makeReportHost(io.machine, { source: sources[0], explains: isTerminal(io.stdout), tools });
  const session = startSession(request, profile);
  const notify = messageWriter(io.stderr);
  notify(greetingLines(session, host).join('\n'));
  await runLineShell(session, commands ?? linesOf(io.stdin), {
    surroundings: { host, machine: io.machine, draw: drawOf(color, io), hasTerminal: false, ...IN_SHELL },
    sink: sinkOf(io),
    stdout: io.stdout,
    prompt: commands === undefined ? '(pprof) ' : '',
  });
}

/** The shell on a terminal. A large profile is read and worked on by a thread of its own. */
async function runTerminalShell(request: ShellCommandLine, io: ProgramIo): Promise<void> {
  const { load: loading, color } = request;
  const drawing = import('./ui/app.tsx');
  const theme = makeTheme(colorDepth(color, io));
  const host = makeReportHost(io.machine, { source: loading.sources[0], explains: true, tools: loading.tools });
  const { engine, profile } = takesLong(loading)
    ? await whileLoading(request, io, (surroundings) =>
        loadInThread({ request: loading, colorDepth: theme.depth, ...surroundings }),
      )
    : {
        engine: localEngine({ host, machine: io.machine, draw: theme.line, hasTerminal: true, ...IN_SHELL }),
        profile: await load(request, io),
      };

  const session = startSession(request, profile);
  const message = messageWriter(io.stderr);
  message(greetingLines(session, host).join('\n'));
  try {
    await (await drawing).runTerminalShell(session, { engine, io, message, theme });
  } finally {
    engine.cancel();
  }
}

/** Whether reading or asking may take long enough for a person to notice: large files, and all servers. */
function takesLong(request: LoadRequest): boolean {
  for (const source of [...request.sources, ...(request.base?.sources ?? [])]) {
    if (isLarge(source)) return true;
    if (!existsSync(source) && sourceUrl(source, request.http) !== undefined) return true;
  }
  return false;
}

function sinkOf({ stdout, stderr }: ProgramIo): ReportSink {
  return { write: (chunk) => writeChunk(stdout, chunk), message: messageWriter(stderr) };
}

/** How lines of reports are drawn where nothing else is; undefined for plain text. */
function drawOf(color: ColorChoice, io: ProgramIo): ((line: Line) => string) | undefined {
  const depth = colorDepth(color, io);
  return depth !== 'none' || isTerminal(io.stdout) ? makeTheme(depth).line : undefined;
}

const isTerminal = (stream: { readonly isTTY?: boolean }) => stream.isTTY === true;

/** How much colour to use: what the user says, then NO_COLOR, then what the terminal can do. */
function colorDepth(choice: ColorChoice, { stdout, machine }: ProgramIo): ColorDepth {
  if (choice === 'never') return 'none';
  const isWelcome = isTerminal(stdout) && !machine.env('NO_COLOR') && machine.env('TERM') !== 'dumb';
  if (choice === 'auto' && !isWelcome) return 'none';
  const terminal = `${machine.env('TERM') ?? ''} ${machine.env('COLORTERM') ?? ''}`;
  return /256|truecolor|24bit|kitty|direct/.test(terminal) ? 'palette' : 'basic';
}

/** Writes what is told beside the output. A terminal never gets control characters from a profile. */
function messageWriter(stderr: NodeJS.WriteStream): (text: string) => void {
  return (text) => {
    const shown = isTerminal(stderr) ? safeLines(text) : text;
    stderr.write(shown.endsWith('\n') ? shown : `${shown}\n`);
  };
}

/** Tells the user what was wrong and what to do about it. */
function tell(problem: string, hint: string | undefined, message: (text: string) => void): void {
  message(problem);
  if (hint !== undefined) message(`  ${hint}`);
}
