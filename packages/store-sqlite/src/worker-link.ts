import { StoreUnavailableError, systemClock } from '@tradewarden/core';
import { WorkerThread } from './worker-thread.ts';
import type { CallName, EngineFacts, WorkerCalls, WorkerSettings } from './worker-protocol.ts';

/** More deaths than this within the span mean that another restart would not help either. */
const mostDeaths = 5;
const spanMs = 60_000;

/** Calls into the worker thread; when one dies the next call starts another on the same file. */
export class WorkerLink {
  readonly #settings: WorkerSettings;
  readonly #deaths: { readonly at: number; readonly reason: string }[] = [];
  #expected: WorkerSettings['expected'];
  #thread: Promise<WorkerThread> | undefined;
  #isClosed = false;

  private constructor(settings: WorkerSettings) {
    this.#settings = settings;
  }

  static async open(
    settings: WorkerSettings,
  ): Promise<{ readonly link: WorkerLink; readonly facts: EngineFacts }> {
    const link = new WorkerLink(settings);
    const { thread, facts } = await link.#start();
    link.#thread = Promise.resolve(thread);
    link.#expected = facts.identity;
    return { link, facts };
  }

  async call<Name extends CallName>(
    name: Name,
    ...parameters: Parameters<WorkerCalls[Name]>
  ): Promise<ReturnType<WorkerCalls[Name]>> {
    const { path } = this.#settings;
    if (this.#isClosed) throw new StoreUnavailableError(`${path} was closed; use it before close()`);
    const thread = await this.#running();
    return thread.call(name, ...parameters);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const thread = await this.#thread?.catch(() => undefined);
    await thread?.close();
  }

  async #running(): Promise<WorkerThread> {
    this.#thread ??= this.#restart();
    return this.#thread;
  }

  async #restart(): Promise<WorkerThread> {
    try {
      this.#assertWorthwhile();
      return (await this.#start()).thread;
    } catch (error) {
      // The file may be back at the next call.
      this.#thread = undefined;
      throw error;
    }
  }

  async #start(): ReturnType<typeof WorkerThread.start> {
    const expected = this.#expected === undefined ? {} : { expected: this.#expected };
    return WorkerThread.start({ ...this.#settings, ...expected }, (reason) => {
      this.#thread = undefined;
      this.#deaths.push({ at: systemClock.now(), reason });
      if (this.#deaths.length > mostDeaths) this.#deaths.shift();
    });
  }

  #assertWorthwhile(): void {
    const [oldest] = this.#deaths;
    const rest = oldest === undefined ? 0 : oldest.at + spanMs - systemClock.now();
    // Above the span when the machine's clock was set back.
    if (this.#deaths.length < mostDeaths || rest <= 0 || rest > spanMs) return;
    throw new StoreUnavailableError(
      `the thread that writes ${this.#settings.path} died ${mostDeaths} times within a minute (${this.#deaths.at(-1)?.reason ?? ''}); another is started in ${Math.ceil(rest / 1000)} s. Look at the memory and the disk of this machine`,
    );
  }
}
