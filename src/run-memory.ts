/** The commands about memory on the command line: `pprof-shell doctor crash.log heap.pb.gz`. */
import { examine, type OpenProfiles } from './host/memory/examine.ts';
import { writeReport } from './host/output.ts';
import { drawOf, isTerminal, load, type ProgramIo, sinkOf, whileLoading } from './host/program-io.ts';
import type { CommandLine } from './shell/command-line.ts';
import { fileRequest, type LoadRequest } from './shell/load-request.ts';
import { type MemoryTask, takesFiles } from './shell/memory-task.ts';
import { makeReportHost } from './shell/report-host.ts';
import { loadedSession } from './shell/session.ts';

type MemoryCommandLine = Extract<CommandLine, { readonly type: 'memory' }>;

/** Looks into what the command line asks about. Rejects with UserError, or with Cancelled. */
export async function runMemory({ task, color }: MemoryCommandLine, io: ProgramIo): Promise<void> {
  const { machine, stdout } = io;
  const explains = isTerminal(stdout);
  const request: LoadRequest = { ...fileRequest(task.files[0]), sources: task.files };
  // Whatever is compared is read file by file: as sources of one profile they would be merged.
  const { body, failure } =
    takesFiles(task.tool) || task.tool === 'growth'
      ? await whileLoading(request, io, ({ signal, onProgress }) =>
          examine(task, NOTHING_OPEN, { ...surroundings(io, task, explains), signal, onProgress }),
        )
      : await examine(task, await opened(request, io), {
          ...surroundings(io, task, explains),
          signal: undefined,
          onProgress: () => undefined,
        });
  await writeReport({ type: 'report', body, document: undefined, file: '' }, sinkOf(io), {
    machine,
    draw: task.isJson ? undefined : drawOf(color, io),
    isShell: false,
    takesDocuments: !explains,
  });
  if (failure !== undefined) throw failure;
}

const NOTHING_OPEN: OpenProfiles = { sessions: [], current: undefined };

async function opened(request: LoadRequest, io: ProgramIo): Promise<OpenProfiles> {
  const session = loadedSession(await load(request, io), request);
  return { sessions: [session], current: session };
}

function surroundings({ machine }: ProgramIo, { files }: MemoryTask, explains: boolean) {
  return { machine, host: makeReportHost(machine, { source: files[0], explains }), now: Date.now() };
}
