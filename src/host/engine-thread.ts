/** The thread that works on one large profile. It is told with every piece of work what that is about. */
import { parentPort, workerData } from 'node:worker_threads';
import { CallTree } from '../analysis/call-tree.ts';
import { neighborsOf } from '../analysis/neighbors.ts';
import { UserError } from '../base/errors.ts';
import { shareColumns } from '../profile/shared.ts';
import type { Profile } from '../profile/tables.ts';
import type { Options } from '../report/options.ts';
import { nameSearch, profileView, type ViewData, viewData } from '../report/profile-view.ts';
import { makeTheme } from '../report/theme.ts';
import { makeReportHost } from '../shell/report-host.ts';
import { functionsByWeight } from '../shell/session-names.ts';
import { type EngineSurroundings, runLineHere } from './engine.ts';
import {
  type EngineStart,
  type Failure,
  type FromEngine,
  LOADING,
  type ToEngine,
  type Work,
  type WorkResults,
} from './engine-messages.ts';
import { loadProfiles } from './load-profiles.ts';
import { machine } from './machine.ts';
import { IN_SHELL, type ReportSink } from './output.ts';

/** How many pieces of a report may be on their way. */
const WINDOW = 4;

if (parentPort === null) throw new Error('this module runs in a thread of its own');
const port = parentPort;
const say = (message: FromEngine) => port.postMessage(message);

const { from, source, tools, colorDepth }: EngineStart = workerData;
const surroundings: EngineSurroundings = {
  host: makeReportHost(machine, { source, explains: true, tools }),
  machine,
  draw: makeTheme(colorDepth).line,
  hasTerminal: true,
  ...IN_SHELL,
};

let profile: Profile;
/** Pieces of reports that are on their way, and who waits for one of them to arrive. */
let underWay = 0;
let onWritten = () => {};

async function start(): Promise<void> {
  if ('profile' in from) {
    profile = from.profile;
  } else {
    const onProgress = (share: number) => say({ type: 'progress', share });
    const notify = (text: string, hint?: string) => say({ type: 'notice', text, hint });
    profile = shareColumns(await loadProfiles(from.request, { machine, explains: true, onProgress, notify }));
    say({ type: 'loaded', profile });
  }
  port.on('message', (message: ToEngine) => {
    if (message.type === 'written') {
      underWay--;
      onWritten();
    }
    if (message.type === 'work') void answer(message.id, message.work);
  });
}

async function answer(id: number, work: Work): Promise<void> {
  try {
    say({ type: 'done', id, result: await resultOf(id, work) });
  } catch (error) {
    say({ type: 'failed', id, failure: failureOf(error) });
  }
}

async function resultOf(id: number, work: Work): Promise<WorkResults[keyof WorkResults]> {
  const notify = (text: string) => say({ type: 'message', id, text });
  switch (work.type) {
    case 'runLine': {
      const { session, outcome } = await runLineHere(
        work.line,
        { profile, source, options: work.options },
        sinkOf(id),
        surroundings,
      );
      return { outcome, options: session.options };
    }
    case 'findView': {
      const data = viewOf(work.options, notify);
      return { data, search: nameSearch(profileView(data)) };
    }
    case 'browseView': {
      const data = viewOf(work.options, notify);
      return { data, tree: new CallTree(data.question).opened };
    }
    case 'neighbors':
      // The view it is asked about has been made before, and is still known.
      return neighborsOf(viewOf(work.options, () => undefined).question, work.entry);
    case 'functionNames':
      return functionsByWeight({ profile, source, options: work.options }, surroundings.host);
  }
}

function viewOf(options: Options, notify: (text: string) => void): ViewData {
  return viewData({ profile, options, host: surroundings.host, notify });
}

/** Sends a report piece by piece, a few ahead of what has been written; a document whole, to wait for its delivery. */
function sinkOf(id: number): ReportSink {
  return {
    message: (text) => say({ type: 'message', id, text }),
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

start().catch((error: unknown) => say({ type: 'failed', id: LOADING, failure: failureOf(error) }));
