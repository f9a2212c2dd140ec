/** An engine whose work is done by a thread of its own, so that the one that draws is always free. */
import { Worker } from 'node:worker_threads';
import { CallTree } from '../analysis/call-tree.ts';
import type { Neighbors } from '../analysis/neighbors.ts';
import { Cancelled, UserError } from '../base/errors.ts';
import type { Profile } from '../profile/tables.ts';
import { profileView } from '../report/profile-view.ts';
import { sampleIndexOf } from '../report/sample-index.ts';
import type { ColorDepth } from '../report/theme.ts';
import type { LoadRequest } from '../shell/load-request.ts';
import type { Session } from '../shell/session.ts';
import type { WeightedName } from '../shell/session-names.ts';
import type { BrowseView, Engine, FindView, LineEnd } from './engine.ts';
import {
  type EngineStart,
  type Failure,
  type FromEngine,
  LOADING,
  type Work,
  type WorkResults,
} from './engine-messages.ts';
import { machine } from './machine.ts';
import { IN_SHELL, type ReportSink } from './output.ts';

export interface ThreadedEngineOptions {
  readonly request: LoadRequest;
  readonly colorDepth: ColorDepth;
  readonly onProgress: (share: number) => void;
  readonly notify: (problem: string, hint?: string) => void;
  readonly signal: AbortSignal;
  /** The built module of the thread. */
  readonly module?: URL;
}

/** A piece of work that has been asked for. */
interface PendingWork {
  readonly sink: ReportSink | undefined;
  resolve(result: WorkResults[keyof WorkResults]): void;
  reject(error: unknown): void;
}

/** Reads a profile in a new thread, which then stays to work on it. Rejects with UserError or Cancelled. */
export async function loadInThread(
  options: ThreadedEngineOptions,
): Promise<{ readonly engine: Engine; readonly profile: Profile }> {
  const engine = new ThreadedEngine(options);
  return { engine, profile: await engine.loaded };
}

class ThreadedEngine implements Engine {
  readonly loaded: Promise<Profile>;
  readonly #options: ThreadedEngineOptions;
  #profile: Profile | undefined;
  /** The thread, begun anew when it is asked for something after it was ended. */
  #worker: Worker | undefined;
  #interrupt = new AbortController();
  #pending = new Map<number, PendingWork>();
  #lastId = LOADING;
  readonly #names = new Map<number, readonly WeightedName[]>();

  constructor(options: ThreadedEngineOptions) {
    this.#options = options;
    this.loaded = new Promise((resolve, reject) => {
      const { request, onProgress, notify, signal } = options;
      const worker = this.#begin({ request });
      const stop = () => {
        void worker.terminate();
        reject(new Cancelled());
      };
      signal.addEventListener('abort', stop, { once: true });
      worker.on('message', (message: FromEngine) => {
        if (message.type === 'progress') onProgress(message.share);
        if (message.type === 'notice') notify(message.text, message.hint);
        if (message.type === 'failed' && message.id === LOADING) {
          void worker.terminate();
          reject(errorOf(message.failure));
        }
        if (message.type !== 'loaded') return;
        signal.removeEventListener('abort', stop);
        this.#profile = message.profile;
        resolve(message.profile);
      });
      worker.on('error', reject);
    });
  }

  async runLine(line: string, session: Session, sink: ReportSink): Promise<LineEnd> {
    const { options, outcome } = await this.#ask<'runLine'>({ type: 'runLine', line, options: session.options }, sink);
    return { session: { ...session, options }, outcome };
  }

  async findView({ options }: Session, message: (text: string) => void): Promise<FindView> {
    const { data, search } = await this.#ask<'findView'>({ type: 'findView', options }, messagesOnly(message));
    return { view: profileView(data), search };
  }

  async browseView({ options }: Session, message: (text: string) => void): Promise<BrowseView> {
    const { data, tree } = await this.#ask<'browseView'>({ type: 'browseView', options }, messagesOnly(message));
    return { view: profileView(data), tree: new CallTree(data.question, tree) };
  }

  neighbors({ options }: Session, entry: number): Promise<Neighbors> {
    return this.#ask<'neighbors'>({ type: 'neighbors', options, entry });
  }

  functionNames({ profile, options }: Session): readonly WeightedName[] {
    const column = sampleIndexOf(profile, options.sample_index);
    const known = this.#names.get(column);
    if (known === undefined) {
      this.#names.set(column, []);
      this.#ask<'functionNames'>({ type: 'functionNames', options }).then(
        (names) => this.#names.set(column, names),
        // Stopped before it was done: asked again with the next key.
        () => this.#names.delete(column),
      );
    }
    return known ?? [];
  }

  cancel(): void {
    this.#interrupt.abort();
    this.#interrupt = new AbortController();
    void this.#worker?.terminate();
    this.#worker = undefined;
    const stopped = this.#pending;
    this.#pending = new Map();
    for (const { reject } of stopped.values()) reject(new Cancelled());
  }

  #begin(from: EngineStart['from']): Worker {
    const { request, colorDepth, module = new URL('./engine-thread.js', import.meta.url) } = this.#options;
    const start: EngineStart = { from, source: request.sources[0], tools: request.tools, colorDepth };
    const worker = new Worker(module, { workerData: start });
    worker.on('message', (message: FromEngine) => this.#receive(worker, message));
    worker.on('error', (error) => this.#fail(worker, error));
    this.#worker = worker;
    return worker;
  }

  #ask<Type extends Work['type']>(
    work: Extract<Work, { readonly type: Type }>,
    sink?: ReportSink,
  ): Promise<WorkResults[Type]> {
    if (this.#profile === undefined) throw new Error('work was asked for before the profile was loaded');
    const worker = this.#worker ?? this.#begin({ profile: this.#profile });
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { sink, resolve: resolve as PendingWork['resolve'], reject });
      worker.postMessage({ type: 'work', id, work });
    });
  }

  #receive(worker: Worker, message: FromEngine): void {
    if (worker !== this.#worker || !('id' in message)) return;
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
        pending.sink?.message(message.text);
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
