import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Clock, defaultInstrument, type Instrument } from '@tradewarden/core';
import { approve } from '@tradewarden/core/gate';
import type { OrderRequest, Venue } from '@tradewarden/core/venue';
import { Exchange, exchangeVenue } from '@tradewarden/venue-sim/exchange';
import type { DistantCall } from './distant-venue.ts';

type Program = 'trade' | 'kill' | 'reconcile';

const programs: Readonly<Record<Program, string>> = {
  trade: fileURLToPath(new URL('./order-process.ts', import.meta.url)),
  kill: fileURLToPath(new URL('./kill-process.ts', import.meta.url)),
  reconcile: fileURLToPath(new URL('./reconcile-process.ts', import.meta.url)),
};
const compiled = fileURLToPath(new URL('../../node_modules/.cache/test-programs', import.meta.url));

/** Kills whoever makes the `nth` call of a kind, before the exchange has it or before the answer is there. */
export interface WireDeath {
  readonly when: 'before' | 'after';
  readonly nth: number;
  /** Default `submit`. */
  readonly method?: DistantCall['method'];
}

/** What a process that ends by itself has to say. */
interface Word {
  readonly said: unknown;
}

/** An exchange, and the processes that trade at it. */
export class ExchangeHouse {
  readonly instrument: Instrument = defaultInstrument('BTC/USDT');
  readonly exchange: Exchange;
  readonly venue: Venue;
  readonly deaths: number[] = [];
  readonly complaints: string[] = [];
  /** What processes said when they ended. */
  readonly said: unknown[] = [];
  readonly #clock: Clock;
  readonly #running = new Set<ChildProcess>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.exchange = new Exchange({
      instruments: [this.instrument],
      deposits: { USDT: '1000000' },
      idReuse: 'after-end',
    });
    this.venue = exchangeVenue(this.exchange, { clock });
  }

  get alive(): number {
    return this.#running.size;
  }

  begin(parameters: readonly string[], death?: WireDeath, program: Program = 'trade'): ChildProcess {
    const child = fork(programs[program], [...parameters], {
      execArgv: ['--conditions=@tradewarden/source', '--no-warnings'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    });
    this.#running.add(child);
    child.stderr?.on('data', (chunk: Buffer) => this.complaints.push(chunk.toString()));
    child.on('exit', () => {
      this.#running.delete(child);
      this.deaths.push(this.#clock.now());
    });
    let calls = 0;
    child.on('message', (message: DistantCall | Word) => {
      if ('said' in message) {
        this.said.push(message.said);
        return;
      }
      const isOfKind = message.method === (death?.method ?? 'submit');
      if (isOfKind) calls += 1;
      void this.#serve(child, message, isOfKind && calls === death?.nth ? death.when : undefined);
    });
    return child;
  }

  /** Somebody trades at that price. */
  move(price: string): void {
    this.exchange.quote(this.instrument.symbol, { bid: price, ask: price }, this.#clock.now());
  }

  /** @throws {Error} not within half a minute of the machine. */
  async until(what: string, isSo: () => boolean, begin?: () => void): Promise<void> {
    for (const end = performance.now() + 30_000; performance.now() < end; await wait(10)) {
      this.exchange.advanceTo(this.#clock.now());
      if (isSo()) return;
      if (this.alive === 0) begin?.();
    }
    throw new Error(
      `never ${what}: ${JSON.stringify(this.exchange.openOrders())} ${this.complaints.join('')}`,
    );
  }

  /** Until this process is gone, by itself or not. */
  async gone(child: ChildProcess): Promise<void> {
    await this.until('gone', () => !this.#running.has(child));
  }

  async kill(child: ChildProcess): Promise<void> {
    if (!this.#running.has(child)) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running].map((child) => this.kill(child)));
  }

  async #serve(child: ChildProcess, call: DistantCall, dies?: WireDeath['when']): Promise<void> {
    if (dies === 'before') {
      child.kill('SIGKILL');
      return;
    }
    const answer = await this.#answer(call);
    if (dies === 'after') child.kill('SIGKILL');
    else if (child.connected) child.send({ id: call.id, answer }, () => {});
  }

  async #answer({ method, parameter }: DistantCall): Promise<unknown> {
    const { signal } = new AbortController();
    if (method === 'submit') return this.venue.submit(approve(parameter as OrderRequest), signal);
    const call = this.venue[method] as (first: unknown, second: AbortSignal) => Promise<unknown>;
    return parameter === undefined && method !== 'fillsSince'
      ? (call as unknown as (first: AbortSignal) => Promise<unknown>)(signal)
      : call(parameter, signal);
  }
}
