/** The program from its arguments to its exit status. Everything it touches is given, so that tests can run it. */
import { constants } from 'node:os';
import { Cancelled, UserError } from './base/errors.ts';
import { OutputClosed, writeReport } from './host/output.ts';
import {
  drawOf,
  drawsShell,
  isTerminal,
  load,
  messageWriter,
  type ProgramIo,
  sinkOf,
  tell,
} from './host/program-io.ts';
import type { Profile } from './profile/tables.ts';
import type { Format } from './report/formats/format.ts';
import type { Report, ReportBody } from './report/report.ts';
import { prepareReport, type ReportRequest } from './report/request.ts';
import {
  type CommandLine,
  OTHER_FLAGS,
  readCommandLine,
  readMemoryCommandLine,
  SAMPLE_TYPE_FLAGS,
  usageLines,
} from './shell/command-line.ts';
import { isMemoryTool } from './shell/memory-task.ts';
import { makeReportHost } from './shell/report-host.ts';

const EXIT_USER_ERROR = 1;
const EXIT_OUR_ERROR = 70;
const EXIT_CANCELLED = 128 + constants.signals.SIGINT;

type ReportCommandLine = Extract<CommandLine, { readonly type: 'report' }>;

/** Runs the program; resolves to its exit status. */
export async function runProgram(args: readonly string[], io: ProgramIo): Promise<number> {
  const message = messageWriter(io.stderr);
  try {
    const request = commandLine(args, io, message);
    switch (request.type) {
      case 'usage':
        message(usageLines().join('\n'));
        break;
      case 'version':
        io.stdout.write(`pprof-shell ${io.version}\n`);
        break;
      case 'report':
        await printReport(request, await load(request.load, io), io);
        break;
      case 'shell': {
        // What draws is read while the rest is: it takes the longer of the two, not both.
        if (drawsShell(request, io)) void import('./ui/app.tsx');
        const { runShell } = await import('./run-shell.ts');
        return await runShell(request, io);
      }
      case 'memory': {
        const { runMemory } = await import('./run-memory.ts');
        await runMemory(request, io);
        break;
      }
      case 'completion': {
        const { completionFile } = await import('./shell/completion-files/completion-file.ts');
        io.stdout.write(completionFile(request.shell, { others: OTHER_FLAGS, sampleTypes: SAMPLE_TYPE_FLAGS }));
        break;
      }
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

/** A first word of ours is a command, unless there is a file of that name: pprof would read it. */
function commandLine(args: readonly string[], { machine }: ProgramIo, message: (text: string) => void): CommandLine {
  const [first, ...others] = args;
  const isCommand = isMemoryTool(first) && machine.readFile(first) === undefined;
  return isCommand ? readMemoryCommandLine(first, others) : readCommandLine(args, message);
}

async function printReport(request: ReportCommandLine, profile: Profile, io: ProgramIo): Promise<void> {
  const {
    report,
    options,
    argument,
    format,
    load: { sources, tools },
  } = request;
  const host = makeReportHost(io.machine, { source: sources[0], explains: isTerminal(io.stdout), tools });
  const notify = messageWriter(io.stderr);
  const prepared = prepareReport({ profile, options, defaults: report.defaults, argument, host, notify });
  const body = format === undefined ? report.write(prepared) : await formatted(report, prepared, format);
  const document = format === undefined ? report.document : undefined;
  await writeReport({ type: 'report', body, document, file: options.output }, sinkOf(io), {
    machine: io.machine,
    draw: format === undefined ? drawOf(request.color, io) : undefined,
    isShell: false,
    takesDocuments: !isTerminal(io.stdout),
  });
}

async function formatted(report: Report, request: ReportRequest, format: Format): Promise<ReportBody> {
  const { writeFormatted } = await import('./report/formats/write-formatted.ts');
  return writeFormatted(report, request, format);
}
