import { StoreSchemaError, StoreUnavailableError, StoreUnknownError } from '@tradewarden/core';
import { Worker } from 'node:worker_threads';
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

/** Node runs the worker from its source, or from dist when this file is there. */
const workerUrl = (): URL =>
  import.meta.url.endsWith('.ts')
    ? new URL('./sqlite-worker.ts', import.meta.url)
    : new URL('./sqlite-worker.js', import.meta.url);

/** Calls into the worker thread. It keeps the process alive only while a call is pending. */
export class WorkerLink {
  readonly #path: string;
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #death: string | undefined;

  private constructor(settings: WorkerSettings) {
    this.#path = settings.path;
    this.#worker = new Worker(workerUrl(), {
      workerData: settings,
      execArgv: [],
      name: 'tradewarden-store-sqlite',
    });
    this.#worker.on('message', (reply: WorkerReply) => this.#settle(reply));
    this.#worker.on('error', (error) => this.#die(String(error)));
    this.#worker.on('exit', (code) => this.#die(`exit code ${code}`));
  }

  static async start(
    settings: WorkerSettings,
  ): Promise<{ readonly link: WorkerLink; readonly facts: EngineFacts }> {
    const link = new WorkerLink(settings);
    try {
      return { link, facts: (await link.#wait(0, 'open')) as EngineFacts };
    } catch (error) {
      await link.#worker.terminate();
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
    return (await answer) as ReturnType<WorkerCalls[Name]>;
  }

  async close(): Promise<void> {
    try {
      await this.call('close');
    } finally {
      this.#death = 'closed';
      await this.#worker.terminate();
    }
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
    this.#death ??= reason;
    const message = this.#deathSentence();
    for (const { name, reject } of this.#pending.values()) {
      reject(name === 'commit' ? new StoreUnknownError(message) : new StoreUnavailableError(message));
    }
    this.#pending.clear();
  }

  #deathSentence(): string {
    return `the thread that writes ${this.#path} has stopped (${this.#death ?? ''}); restart the program`;
  }
}

const errors = {
  unavailable: StoreUnavailableError,
  unknown: StoreUnknownError,
  schema: StoreSchemaError,
} as const;

const toError = ({ kind, message }: Failure): Error => new errors[kind](message);
