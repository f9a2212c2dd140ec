/** An engine whose work is done by a thread of its own, so that the one that draws is always free. */
import { Worker } from 'node:worker_threads';
import { Cancelled, UserError } from '../base/errors.ts';
import type { Profile } from '../profile/tables.ts';
import { sampleIndexOf } from '../report/sample-index.ts';
import type { ColorDepth } from '../report/theme.ts';
import type { ViewAnswer, ViewQuestion } from '../report/views/index.ts';
import type { LoadRequest } from '../shell/load-request.ts';
import type { Session } from '../shell/session.ts';
import { EMPTY_NAMES, type FunctionNames } from '../shell/session-names.ts';
import type { Workspace } from '../shell/workspace.ts';
import type { Engine, LineEnd, LineManner } from './engine.ts';
import type { EngineStart, Failure, FromEngine, Work, WorkResults } from './engine-messages.ts';
import { machine } from './machine.ts';
import { IN_SHELL, type ReportSink } from './output.ts';
import { AnswerPacker } from './packed-answers.ts';
import { ProfilePacker } from './packed-profiles.ts';

export interface ThreadedEngineOptions {
  readonly tools: string;
  readonly colorDepth: ColorDepth;
  /** The built module of the thread. */
  readonly module?: URL;
}

export interface LoadListener {
  readonly onProgress: (share: number) => void;
  readonly notify: (problem: string, hint?: string) => void;
  readonly signal: AbortSignal;
}

/** A piece of work that has been asked for. */
interface PendingWork {
  readonly sink: WorkSink | undefined;
  resolve(result: WorkResults[keyof WorkResults]): void;
  reject(error: unknown): void;
}

interface WorkSink extends ReportSink {
  message(text: string, hint?: string): void;
}

export class ThreadedEngine implements Engine {
  readonly #options: ThreadedEngineOptions;
  /** The thread, begun anew when it is asked for something after it was ended. */
  #worker: Worker | undefined;
  #interrupt = new AbortController();
  #pending = new Map<number, PendingWork>();
  #lastId = 0;
  readonly #packer = new ProfilePacker();
  #answers = new AnswerPacker();
  /** By profile and value column. An empty place: they are being found out. */
  readonly #names = new WeakMap<Profile, (FunctionNames | 'asked' | undefined)[]>();

  constructor(options: ThreadedEngineOptions) {
    this.#options = options;
  }

  /** Reads a profile in the thread. Rejects with UserError or Cancelled. */
  async load(request: LoadRequest, { onProgress, notify, signal }: LoadListener): Promise<Profile> {
    const stop = () => this.cancel();
    signal.addEventListener('abort', stop, { once: true });
    try {
      const sink = { message: notify, progress: onProgress, write: async () => {} };
      return await this.#ask<'load'>({ type: 'load', request }, sink);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  async runLine(line: string, workspace: Workspace, sink: ReportSink, manner: LineManner): Promise<LineEnd> {
    const packed = this.#packer.packWorkspace(workspace);
    const end = await this.#ask<'runLine'>({ type: 'runLine', line, workspace: packed, manner }, sink);
    return { ...end, workspace: this.#packer.unpackWorkspace(end.workspace) };
  }

  async answer<Question extends ViewQuestion>(
    question: Question,
    session: Session,
    message: (text: string) => void,
  ): Promise<ViewAnswer<Question>> {
    const work = { type: 'answer', session: this.#packer.packSession(session), question } as const;
    // The answer is the one to this question, which the messages between threads cannot tell.
    const packed = await this.#ask<'answer'>(work, messagesOnly(message));
    return this.#answers.unpack(packed) as ViewAnswer<Question>;
  }

  functionNames(session: Session): FunctionNames {
    const { profile, options } = session;
    const column = sampleIndexOf(profile, options.sample_index);
    const known = this.#names.get(profile) ?? [];
    this.#names.set(profile, known);
    if (known[column] === undefined) {
      known[column] = 'asked';
      this.#ask<'functionNames'>({ type: 'functionNames', session: this.#packer.packSession(session) }).then(
        (names) => {
          known[column] = names;
        },
        // Stopped before it was done: asked again with the next key.
        () => {
          known[column] = undefined;
        },
      );
    }
    const names = known[column];
    return names === undefined || names === 'asked' ? EMPTY_NAMES : names;
  }

  expectNames(session: Session): void {
    if (session.profile.valueTypes.length > 0) this.functionNames(session);
  }

  cancel(): void {
    this.#interrupt.abort();
    this.#interrupt = new AbortController();
    void this.#worker?.terminate();
    this.#worker = undefined;
    this.#packer.forgetAll();
    this.#answers = new AnswerPacker();
    const stopped = this.#pending;
    this.#pending = new Map();
    for (const { reject } of stopped.values()) reject(new Cancelled());
  }

  #begin(): Worker {
    const { tools, colorDepth, module = new URL('./engine-thread.js', import.meta.url) } = this.#options;
    const start: EngineStart = { tools, colorDepth };
    const worker = new Worker(module, { workerData: start });
    worker.on('message', (message: FromEngine) => this.#receive(worker, message));
    worker.on('error', (error) => this.#fail(worker, error));
    this.#worker = worker;
    return worker;
  }

  #ask<Type extends Work['type']>(
    work: Extract<Work, { readonly type: Type }>,
    sink?: WorkSink,
  ): Promise<WorkResults[Type]> {
    const worker = this.#worker ?? this.#begin();
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { sink, resolve: resolve as PendingWork['resolve'], reject });
      worker.postMessage({ type: 'work', id, work });
    });
  }

  #receive(worker: Worker, message: FromEngine): void {
    if (worker !== this.#worker) return;
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    switch (message.type) {
      case 'chunk':
        pending.sink?.write(message.chunk).then(
          () => worker.postMessage({ type: 'written', id: message.id }),
          (error) => {
            pending.reject(error);
            if (worker === this.#worker) this.cancel();
          },
        );
        break;
      case 'message':
        pending.sink?.message(message.text, message.hint);
        break;
      case 'progress':
        pending.sink?.progress?.(message.share);
        break;
      case 'document':
        this.#deliver(message, pending).then(
          () => worker.postMessage({ type: 'written', id: message.id }),
          (error) => {
            this.#pending.delete(message.id);
            pending.reject(error);
            worker.postMessage({ type: 'written', id: message.id });
          },
        );
        break;
      case 'done':
        this.#pending.delete(message.id);
        pending.resolve(message.result);
        break;
      case 'failed':
        this.#pending.delete(message.id);
        pending.reject(errorOf(message.failure));
        break;
    }
  }

  /** Documents are drawn and shown from here: what is started for that outlives the thread that works. */
  async #deliver(
    { content, kind, file }: Extract<FromEngine, { readonly type: 'document' }>,
    { sink }: PendingWork,
  ): Promise<void> {
    if (sink === undefined) throw new Error('a document came of work that makes none');
    const { signal } = this.#interrupt;
    const { deliverDocument } = await import('./documents/deliver.ts');
    await deliverDocument(content, kind, file, sink, { machine, draw: undefined, signal, ...IN_SHELL });
  }

  /** A thread that dies takes its work with it; the next piece of work gets a new one. */
  #fail(worker: Worker, error: Error): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    this.#packer.forgetAll();
    this.#answers = new AnswerPacker();
    const lost = this.#pending;
    this.#pending = new Map();
    for (const { reject } of lost.values()) reject(error);
  }
}

const messagesOnly = (message: (text: string) => void): ReportSink => ({ message, write: async () => {} });

function errorOf(failure: Failure): Error {
  if (failure.type === 'user') return new UserError(failure.message, failure.hint);
  const error = new Error(failure.message);
  if (failure.stack !== undefined) error.stack = failure.stack;
  return error;
}
