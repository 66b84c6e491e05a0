import { StoreSchemaError, StoreUnavailableError, StoreUnknownError } from '@tradewarden/core';
import { Worker } from 'node:worker_threads';
import { WakefulLoop } from './wakeful-loop.ts';
import type {
  CallName,
  EngineFacts,
  Failure,
  WorkerCalls,
  WorkerReply,
  WorkerRequest,
  WorkerSettings,
} from './worker-protocol.ts';

interface Pending {
  readonly name: CallName | 'open';
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Node runs a worker from its source, or from dist when this file is there. */
export const workerUrl = (name: string): URL =>
  new URL(`./${name}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

/** One life of the worker thread. It keeps the process alive only while a call is pending. */
export class WorkerThread {
  readonly #path: string;
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #onDeath: (reason: string) => void;
  readonly #loop = new WakefulLoop();
  /** Whether the last commit was the only one that was asked for. */
  #wasAlone = false;
  #lastId = 0;
  #death: string | undefined;
  #isEnding = false;

  private constructor(settings: WorkerSettings, onDeath: (reason: string) => void) {
    this.#path = settings.path;
    this.#onDeath = onDeath;
    this.#worker = new Worker(workerUrl('sqlite-worker'), {
      workerData: settings,
      execArgv: [],
      name: 'tradewarden-store-sqlite',
    });
    let reason: string | undefined;
    this.#worker.on('message', (reply: WorkerReply) => this.#settle(reply));
    this.#worker.on('error', (error) => (reason = String(error)));
    // Only now is its connection closed, so that whoever settles an unknown commit reads what became of it.
    this.#worker.on('exit', (code) => this.#die(reason ?? `exit code ${code}`));
  }

  /** `onDeath` is called once, when the thread ends without being asked to. */
  static async start(
    settings: WorkerSettings,
    onDeath: (reason: string) => void,
  ): Promise<{ readonly thread: WorkerThread; readonly facts: EngineFacts }> {
    const thread = new WorkerThread(settings, onDeath);
    try {
      return { thread, facts: (await thread.#wait(0, 'open')) as EngineFacts };
    } catch (error) {
      await thread.#end();
      throw error;
    }
  }

  async call<Name extends CallName>(
    name: Name,
    ...parameters: Parameters<WorkerCalls[Name]>
  ): Promise<ReturnType<WorkerCalls[Name]>> {
    if (this.#death !== undefined) throw new StoreUnavailableError(this.#deathSentence());
    this.#lastId += 1;
    const answer = this.#wait(this.#lastId, name);
    const request: WorkerRequest<Name> = { id: this.#lastId, name, parameters };
    this.#worker.postMessage(request, []);
    if (name !== 'commit' || !this.#isFromOneCaller(parameters[0]))
      return (await answer) as ReturnType<WorkerCalls[Name]>;
    const answered = this.#loop.awaitAnswer();
    try {
      return (await answer) as ReturnType<WorkerCalls[Name]>;
    } finally {
      answered();
    }
  }

  async close(): Promise<void> {
    try {
      await this.call('close');
    } finally {
      await this.#end();
    }
  }

  async #end(): Promise<void> {
    this.#isEnding = true;
    await this.#worker.terminate();
  }

  async #wait(id: number, name: Pending['name']): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#pending.set(id, { name, resolve, reject });
    this.#worker.ref();
    return promise;
  }

  #settle(reply: WorkerReply): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (this.#pending.size === 0) this.#worker.unref();
    if ('failure' in reply) pending?.reject(toError(reply.failure));
    else pending?.resolve(reply.value);
  }

  /** A commit that was under way may have been applied; a read had no effect, and an open left no promise behind. */
  #die(reason: string): void {
    this.#death = reason;
    const message = this.#deathSentence();
    if (!this.#isEnding) this.#onDeath(reason);
    for (const { name, reject } of this.#pending.values()) {
      reject(name === 'commit' ? new StoreUnknownError(message) : new StoreUnavailableError(message));
    }
    this.#pending.clear();
  }

  #deathSentence(): string {
    return `the thread that writes ${this.#path} has stopped (${this.#death ?? ''}); the next call starts another`;
  }

  /** Several callers make batches, of every other commit at least, and keep the loop busy themselves. */
  #isFromOneCaller(batch: unknown): boolean {
    const isAlone = this.#pending.size === 1 && Array.isArray(batch) && batch.length === 1;
    const wasAlone = this.#wasAlone;
    this.#wasAlone = isAlone;
    return isAlone && wasAlone;
  }
}

export function toError({ kind, message, damaged }: Failure): Error {
  if (kind === 'unavailable') {
    return new StoreUnavailableError(message, undefined, { damaged: damaged === true });
  }
  return kind === 'unknown' ? new StoreUnknownError(message) : new StoreSchemaError(message);
}
