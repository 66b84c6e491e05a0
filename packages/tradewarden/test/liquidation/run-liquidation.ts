import { type Latch, type Store, summarise, VirtualClock } from '@tradewarden/core';
import { candleFiles, venueSim } from '@tradewarden/venue-sim';
import { hourlyPlan } from './hourly-plan.ts';
import { type LiquidationLine, startLine } from './liquidation-line.ts';

const hourMs = 3_600_000;

export interface LiquidationOptions {
  /** Of candle files, one hour each. */
  readonly directory: string;
  /** Open of the hour of the liquidation. */
  readonly crash: number;
  readonly hoursBefore: number;
  readonly hoursAfter: number;
  /** The same database each time; called again after the restart. */
  readonly openStore: (clock: VirtualClock) => Promise<Store>;
}

/** Seen wherever something happened, and at the end of an hour: the equity at the marks of that moment, and what it latched. */
export interface Observed {
  readonly at: number;
  readonly equity: string;
  readonly latched: readonly string[];
  readonly state: string;
}

interface Hour {
  /** Close of its bars. */
  readonly at: number;
  readonly equity: string;
  readonly open: number;
  /** Positions that were closed in it. */
  readonly closed: number;
  readonly approved: number;
  readonly rejected: number;
  readonly codes: Readonly<Record<string, number>>;
}

export interface LiquidationResult {
  readonly symbols: readonly string[];
  readonly observed: readonly Observed[];
  readonly hours: readonly Hour[];
  /** As it stood before the database was closed, and after it was opened by another process. */
  readonly restart: { readonly before: Latch | undefined; readonly after: Latch | undefined };
  readonly latch: Latch | undefined;
  readonly lineAtEnd: LiquidationLine;
}

/** Hour after hour the bars of all symbols are walked: wherever something happens orders are worked and the equity is looked at. */
export async function runLiquidation(options: LiquidationOptions): Promise<LiquidationResult> {
  const { directory, crash, hoursBefore, hoursAfter, openStore } = options;
  const clock = new VirtualClock(crash - hoursBefore * hourMs);
  const market = candleFiles(directory, { clock });
  const venue = venueSim.create({ market, balance: '10000', leverage: '100' }, { clock });
  const symbols = await market.symbols();
  let line = startLine({ store: await openStore(clock), venue, market, clock });
  const observed: Observed[] = [];
  const hours: Hour[] = [];
  let restart: LiquidationResult['restart'] = { before: undefined, after: undefined };
  let causes: readonly string[] = [];
  for (let time = crash - hoursBefore * hourMs; time <= crash + hoursAfter * hourMs; time += hourMs) {
    const closedBefore = await line.closed();
    const hour = [];
    for (const symbol of symbols) {
      const [candle] = await market.candles(symbol, '1h', time, time + 1);
      if (candle !== undefined) hour.push({ symbol, candle });
    }
    await venue.walk(hour, hourMs, async (at) => {
      clock.moveTo(at);
      await line.executor.drain();
      await line.watch.observe();
      const latch = await line.latches.find('account');
      const now = (latch?.causes ?? []).map(({ cause, state }) => `${cause} ${state}`);
      const { equity = '' } = (await venue.equity.read({ now: clock.now(), signal: never })) ?? {};
      const latched = now.filter((cause) => !causes.includes(cause));
      observed.push({ at: clock.now(), equity, latched, state: latch?.state ?? 'ACTIVE' });
      causes = now;
    });
    clock.moveTo(time + hourMs);
    const open = await line.live();
    if (time === crash) {
      const before = await line.latches.find('account');
      await line.executor.stop();
      await line.store.close();
      line = startLine({ store: await openStore(clock), venue, market, clock });
      restart = { before, after: await line.latches.find('account') };
    }
    const plans = [];
    for (const symbol of symbols) {
      const bars = await market.candles(symbol, '1h', time - 23 * hourMs, time + 1);
      const plan = hourlyPlan(symbol, bars, (await market.instrument(symbol))?.tick ?? '0.1');
      if (plan !== undefined) plans.push(plan);
    }
    const { results } = await line.runner.runAll(plans, { announce: false });
    const { approved, resized, rejected, byCode } = summarise(results);
    await line.executor.drain();
    hours.push({
      at: clock.now(),
      equity: observed.at(-1)?.equity ?? '',
      open,
      closed: (await line.closed()) - closedBefore,
      approved: approved + resized,
      rejected,
      codes: byCode,
    });
  }
  return { symbols, observed, hours, restart, latch: await line.latches.find('account'), lineAtEnd: line };
}

const never = new AbortController().signal;
