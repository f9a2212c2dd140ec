/** The shell: commands from the command line, from standard input, or on a terminal. */
import { existsSync } from 'node:fs';
import { safeText } from './base/safe-text.ts';
import { asciiOutput, isAsciiLocale } from './host/ascii-output.ts';
import { localEngine } from './host/engine.ts';
import { Interpreter } from './host/interpreter.ts';
import { linesOf, runLineShell } from './host/line-shell.ts';
import { IN_SHELL } from './host/output.ts';
import { isLarge } from './host/profile-file.ts';
import {
  colorDepth,
  drawOf,
  drawsShell,
  isTerminal,
  load,
  messageWriter,
  type ProgramIo,
  sinkOf,
  whileLoading,
} from './host/program-io.ts';
import { holdKeyboard, watchInterrupt } from './host/raw-input.ts';
import { sourceUrl } from './host/remote/source-url.ts';
import { ShellEngine } from './host/shell-engine.ts';
import { themeFor } from './host/shell-theme.ts';
import type { Profile } from './profile/tables.ts';
import type { CommandLine } from './shell/command-line.ts';
import { greetingLines } from './shell/greeting.ts';
import type { LoadRequest } from './shell/load-request.ts';
import { makeReportHost } from './shell/report-host.ts';
import { loadedSession, type Session } from './shell/session.ts';
import { openWorkspace } from './shell/workspace.ts';

type ShellCommandLine = Extract<CommandLine, { readonly type: 'shell' }>;

const EXIT_FAILED = 1;

/** Runs the shell that the command line asks for; resolves to the exit status. */
export async function runShell(request: ShellCommandLine, io: ProgramIo): Promise<number> {
  if (!drawsShell(request, io)) return runScriptShell(request, await load(request.load, io), io);
  await runTerminalShell(request, io);
  return 0;
}

function startSession({ load, options }: ShellCommandLine, profile: Profile): Session {
  const [source] = load.sources;
  return { ...loadedSession(profile, load, { ...options, compact_labels: true }), source };
}

/** Commands from the command line or from standard input, without drawing. Resolves to the exit status. */
async function runScriptShell(request: ShellCommandLine, profile: Profile, io: ProgramIo): Promise<number> {
  const {
    commands,
    load: { sources, tools },
    color,
  } = request;
  const { machine, stdin, stdout } = io;
  const explains = isTerminal(stdout);
  const session = startSession(request, profile);
  const sink = sinkOf(io);
  sink.message(greetingLines(session, makeReportHost(machine, { source: sources[0], explains, tools })).join('\n'));
  const engine = localEngine({
    machine,
    explains,
    tools,
    drawFor: () => drawOf(color, io),
    hasTerminal: false,
    ...IN_SHELL,
  });
  const isOurs = commands !== undefined;
  const interpreter = new Interpreter(openWorkspace(session), {
    engine,
    machine,
    dialect: isOurs ? 'shell' : 'pprof',
    sink,
    history: () => [],
  });
  const shell = { sink, stdout, prompt: isOurs ? '' : '(pprof) ', givesAdvice: isOurs };
  const { hasFailed } = await runLineShell(interpreter, commands ?? linesOf(stdin), shell);
  // pprof's scripts go on after a mistake and end as if there had been none; lines it does not know are ours to judge.
  return interpreter.hasFailed || (isOurs && hasFailed) ? EXIT_FAILED : 0;
}

/** The shell on a terminal. A large profile is read and worked on by a thread of its own. */
async function runTerminalShell(request: ShellCommandLine, connected: ProgramIo): Promise<void> {
  const { load: loading, color, readsConfig } = request;
  const { machine, stdout, stderr } = connected;
  const look = { isAscii: isAsciiLocale(machine) };
  const io = { ...connected, stdout: asciiOutput(stdout, look), stderr: asciiOutput(stderr, look) };
  const drawing = import('./ui/app.tsx');
  const depth = colorDepth(color, io);
  const { tools } = loading;
  const engine = new ShellEngine(
    {
      machine,
      explains: true,
      tools,
      drawFor: (workspace) => themeFor(workspace, depth, machine).line,
      hasTerminal: true,
      ...IN_SHELL,
    },
    takesLong,
    { tools, colorDepth: depth },
  );
  // What is typed meanwhile is for the first prompt, and is not to be echoed into the line of progress.
  const keyboard = holdKeyboard(io.stdin);
  try {
    const reading = { ...io, onInterrupt: (stop: () => void) => onInterruptOrKey(stop, io) };
    const profile = takesLong(loading)
      ? await whileLoading(loading, reading, (surroundings) => engine.load(loading, surroundings))
      : await load(loading, reading);

    const session = startSession(request, profile);
    const host = makeReportHost(machine, { source: loading.sources[0], explains: true, tools });
    const message = messageWriter(io.stderr);
    // A line end in a comment of the profile must not make it look like something of ours.
    message(greetingLines(session, host).map(safeText).join('\n'));
    const shell = { engine, io, keyboard, message, depth, look, readsConfig };
    await (await drawing).runTerminalShell(openWorkspace(session), shell);
  } finally {
    keyboard.giveBack();
    engine.cancel();
  }
}

/** Calls back on the signal, and on the key that makes none in raw mode. */
function onInterruptOrKey(stop: () => void, { onInterrupt, stdin }: ProgramIo): () => void {
  const ends = [onInterrupt(stop), watchInterrupt(stdin, stop)];
  return () => {
    for (const end of ends) end();
  };
}

/** Whether reading or asking may take long enough for a person to notice: large files, and all servers. */
function takesLong(request: LoadRequest): boolean {
  for (const source of [...request.sources, ...(request.base?.sources ?? [])]) {
    if (isLarge(source)) return true;
    if (!existsSync(source) && sourceUrl(source, request.http) !== undefined) return true;
  }
  return false;
}
