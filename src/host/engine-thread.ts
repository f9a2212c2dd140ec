/** The thread that works on large profiles. It is told with every piece of work what that is about. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '../base/errors.ts';
import { shareColumns } from '../profile/shared.ts';
import { viewAnswer } from '../report/views/index.ts';
import { functionsByWeight, wholeView } from '../shell/session-names.ts';
import { type EngineSurroundings, hostFor, runLineHere, viewInput } from './engine.ts';
import type { EngineStart, Failure, FromEngine, ToEngine, Work, WorkResults } from './engine-messages.ts';
import { loadProfiles } from './load-profiles.ts';
import { machine } from './machine.ts';
import { IN_SHELL, type ReportSink } from './output.ts';
import { AnswerPacker } from './packed-answers.ts';
import { ProfilePacker } from './packed-profiles.ts';
import { themeFor } from './shell-theme.ts';

/** How many pieces of a report may be on their way. */
const WINDOW = 4;

if (parentPort === null) throw new Error('this module runs in a thread of its own');
const port = parentPort;
const say = (message: FromEngine) => port.postMessage(message);

const { tools, colorDepth }: EngineStart = workerData;
const surroundings: EngineSurroundings = {
  machine,
  explains: true,
  tools,
  drawFor: (workspace) => themeFor(workspace, colorDepth, machine).line,
  hasTerminal: true,
  ...IN_SHELL,
};

const packer = new ProfilePacker();
const answers = new AnswerPacker();
/** Pieces of reports that are on their way, and who waits for one of them to arrive. */
let underWay = 0;
let onWritten = () => {};

port.on('message', (message: ToEngine) => {
  if (message.type === 'written') {
    underWay--;
    onWritten();
  }
  if (message.type === 'work') void answer(message.id, message.work);
});

async function answer(id: number, work: Work): Promise<void> {
  try {
    say({ type: 'done', id, result: await resultOf(id, work) });
  } catch (error) {
    say({ type: 'failed', id, failure: failureOf(error) });
  }
}

async function resultOf(id: number, work: Work): Promise<WorkResults[keyof WorkResults]> {
  const notify = (text: string, hint?: string) => say({ type: 'message', id, text, hint });
  switch (work.type) {
    case 'load': {
      const onProgress = (share: number) => say({ type: 'progress', id, share });
      return shareColumns(await loadProfiles(work.request, { machine, explains: true, onProgress, notify }));
    }
    case 'runLine': {
      const workspace = packer.unpackWorkspace(work.workspace);
      const end = await runLineHere(work.line, workspace, sinkOf(id), work.manner, surroundings);
      return { ...end, workspace: packer.packWorkspace(end.workspace) };
    }
    case 'answer':
      return answers.pack(
        await viewAnswer(viewInput(packer.unpackSession(work.session), surroundings, notify), work.question),
      );
    case 'functionNames': {
      const session = packer.unpackSession(work.session);
      const host = hostFor(session.source, surroundings);
      wholeView(session, host);
      // What a user asks for goes before what may be of use.
      await nextTurn();
      return functionsByWeight(session, host);
    }
  }
}

/** Sends a report piece by piece, a few ahead of what has been written; a document whole, to wait for its delivery. */
function sinkOf(id: number): ReportSink {
  return {
    message: (text) => say({ type: 'message', id, text }),
    progress: (share) => say({ type: 'progress', id, share }),
    async write(chunk) {
      say({ type: 'chunk', id, chunk });
      underWay++;
      await underWayAtMost(WINDOW - 1);
    },
    async deliver(content, kind, file) {
      say({ type: 'document', id, content, kind, file });
      underWay++;
      await underWayAtMost(0);
    },
  };
}

async function underWayAtMost(count: number): Promise<void> {
  while (underWay > count) {
    await new Promise<void>((resolve) => {
      onWritten = resolve;
    });
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof UserError) return { type: 'user', message: error.message, hint: error.hint };
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { type: 'fault', message, stack };
}
