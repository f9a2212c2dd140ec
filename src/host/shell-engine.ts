import type { Profile } from '../profile/tables.ts';
import type { ViewAnswer, ViewQuestion } from '../report/views/index.ts';
import type { LoadRequest } from '../shell/load-request.ts';
import type { Session } from '../shell/session.ts';
import type { FunctionNames } from '../shell/session-names.ts';
import type { Workspace } from '../shell/workspace.ts';
import {
  type Engine,
  type EngineSurroundings,
  type LineEnd,
  type LineManner,
  localEngine,
  TooLarge,
} from './engine.ts';
import type { ReportSink } from './output.ts';
import { type LoadListener, ThreadedEngine, type ThreadedEngineOptions } from './threaded-engine.ts';

/** Works in this thread as long as all profiles are small, and in one of its own from the first large one on. */
export class ShellEngine implements Engine {
  readonly #options: ThreadedEngineOptions;
  readonly #local: Engine;
  #threaded: ThreadedEngine | undefined;

  constructor(
    surroundings: Omit<EngineSurroundings, 'isTooLarge'>,
    isTooLarge: (request: LoadRequest) => boolean,
    options: ThreadedEngineOptions,
  ) {
    this.#options = options;
    this.#local = localEngine({ ...surroundings, isTooLarge });
  }

  /** Reads a large profile in the thread. Rejects with UserError or Cancelled. */
  load(request: LoadRequest, listener: LoadListener): Promise<Profile> {
    return this.#thread().load(request, listener);
  }

  async runLine(line: string, workspace: Workspace, sink: ReportSink, manner: LineManner): Promise<LineEnd> {
    try {
      return await this.#engine().runLine(line, workspace, sink, manner);
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
      return this.#thread().runLine(line, workspace, sink, manner);
    }
  }

  answer<Question extends ViewQuestion>(
    question: Question,
    session: Session,
    message: (text: string) => void,
  ): Promise<ViewAnswer<Question>> {
    return this.#engine().answer(question, session, message);
  }

  functionNames(session: Session): FunctionNames {
    return this.#engine().functionNames(session);
  }

  expectNames(session: Session): void {
    this.#engine().expectNames(session);
  }

  cancel(): void {
    this.#engine().cancel();
  }

  #engine(): Engine {
    return this.#threaded ?? this.#local;
  }

  #thread(): ThreadedEngine {
    this.#threaded ??= new ThreadedEngine(this.#options);
    return this.#threaded;
  }
}
