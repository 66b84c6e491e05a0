import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { systemClock, type TradePlan } from '@tradewarden/core';
import { PaperExchange } from '@tradewarden/example-paper-exchange';
import { samplePlan } from '@tradewarden/testing';
import { ProgramProcess } from './program-process.ts';

const venue = fileURLToPath(import.meta.resolve('@tradewarden/example-paper-exchange/venue'));

/** All at one price. */
export const symbols: readonly string[] = [
  'BTC',
  'ETH',
  ...Array.from({ length: 40 }, (_, index) => `S${index}`),
].map((base) => `${base}/USDT`);

/** An exchange in this process, a directory with a database, and the processes of the program that trade there. */
export class ServeScene implements AsyncDisposable {
  readonly directory: string = mkdtempSync(join(tmpdir(), 'tradewarden-serve-'));
  readonly database: string = join(this.directory, 'tradewarden.db');
  readonly flag: string = `${this.database}.kill`;
  readonly paper: PaperExchange = new PaperExchange({
    clock: systemClock,
    instruments: symbols.map((symbol) => ({
      symbol,
      base: symbol.slice(0, -'/USDT'.length),
      quote: 'USDT',
      step: '0.0001',
      tick: '0.01',
    })),
    balance: '1000000',
  });
  readonly #processes: ProgramProcess[] = [];

  static async open(): Promise<ServeScene> {
    const scene = new ServeScene();
    await scene.listen();
    for (const symbol of symbols) scene.paper.move(symbol, '42300');
    return scene;
  }

  /** The exchange answers, also again. */
  async listen(): Promise<void> {
    await this.paper.listen(join(this.directory, 'exchange'));
  }

  begin(words: readonly string[], options: { readonly uid?: number } = {}): ProgramProcess {
    const env = {
      PATH: process.env['PATH'],
      PAPER_EXCHANGE: join(this.directory, 'exchange'),
      TRADEWARDEN_VENUE: venue,
    };
    const started = new ProgramProcess(words, { cwd: this.directory, env, ...options });
    this.#processes.push(started);
    return started;
  }

  /** One that has begun its work. */
  async serve(...words: readonly string[]): Promise<ProgramProcess> {
    const serving = this.begin(['serve', '--json', ...words]);
    await this.until('serving', () => serving.has('reconciled') || serving.has('killing'), serving);
    return serving;
  }

  /** Its exit code and what it printed, once it is over. */
  async done(
    ...words: readonly string[]
  ): Promise<{ readonly code: unknown; readonly out: string; readonly err: string }> {
    const ran = this.begin(words);
    ran.endInput();
    const code = await ran.ended();
    return { code, out: ran.out, err: ran.err };
  }

  /** Entries that the exchange has ever taken. */
  get entered(): number {
    return this.paper.exchange.ledger.filter((entry) => entry.kind === 'accepted' && !entry.order.reduceOnly)
      .length;
  }

  /** One stop works for all that is held, and so many targets. */
  isGuarded(targets: number): boolean {
    const open = this.paper.exchange.openOrders();
    const stops = open.filter(({ namespace }) => namespace === 'conditional');
    const offered = open.filter(({ namespace, side }) => namespace === 'regular' && side === 'SELL');
    const held = this.paper.exchange.positions()[0]?.quantity;
    return stops.length === 1 && stops[0]?.quantity === held && offered.length === targets;
  }

  /** @throws {Error} not within half a minute, or the process that it waits for is gone. */
  async until(what: string, isSo: () => boolean, process?: ProgramProcess): Promise<void> {
    for (const end = performance.now() + 30_000; performance.now() < end; await wait(10)) {
      if (isSo()) return;
      if (process?.isGone === true) break;
    }
    const said = this.#processes.map(({ out, err }) => `${out}${err}`).join('\n');
    throw new Error(`never ${what}: ${JSON.stringify(this.paper.exchange.openOrders())}\n${said}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const process of this.#processes) await process.kill();
    await this.paper.close();
    rmSync(this.directory, { recursive: true });
  }
}

/** A plan that is good now. */
export const planLine = (changes: Partial<TradePlan> = {}): string =>
  `${JSON.stringify(samplePlan({ createdAt: Date.now(), ...changes }))}\n`;
