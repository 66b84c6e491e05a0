import {
  type Candle,
  type Channel,
  createRunner,
  Decimal,
  exposureReport,
  type MarketData,
  Pipeline,
  type RunResult,
  type RunSummary,
  summarise,
  type Store,
  type TradePlan,
  type VirtualClock,
} from '@tradewarden/core';
import {
  type AuditKey,
  auditKeys,
  auditOrigin,
  AuditSealer,
  ed25519Signer,
  newPrivateKey,
  type Signer,
} from '@tradewarden/core/audit';
import { configuredEquity } from '@tradewarden/core/equity';
import { ordersOf, type OrderState, placeOrder, planSteps, TradeExecutor } from '@tradewarden/executor';
import { announce, createDispatcher, type DeliveryCounts } from '@tradewarden/notify';
import { EquityWatch, type LimitOverrides, outcomeGuard, type Profile, riskGate } from '@tradewarden/risk';
import { Analytics, type ResultTotals } from '@tradewarden/telemetry';
import { type RecordedMarket, type SimVenue, venueSim } from '@tradewarden/venue-sim';
import type { FaultPlan } from '@tradewarden/venue-sim/exchange';
import { BreakoutScanner } from './breakout-scanner.ts';
import { chooseSymbols, type SymbolChoice } from './choose-symbols.ts';
import { scanProfiles } from './scan-profile.ts';

export interface ScanOptions {
  readonly profile: Profile;
  readonly symbols: SymbolChoice;
  /** Announce decisions on the channels. */
  readonly notify: boolean;
  /** Place approved plans at the simulated venue. */
  readonly execute: boolean;
  readonly market: RecordedMarket;
  /** Moves with the bars. */
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly account: string;
  readonly balance: string;
  /** `venue`: what the simulated venue says the account is worth, watched by the breakers. Default `configuration`: the balance. */
  readonly equity?: 'configuration' | 'venue';
  readonly limits?: LimitOverrides;
  /** What goes wrong on the way to the venue; default nothing. */
  readonly faults?: FaultPlan;
  readonly channels?: readonly Channel[];
  /** Who signs the audit log; default a key made for this scan, whose public part is in the report. */
  readonly signers?: () => Promise<readonly Signer[]>;
  /** After every bar. */
  readonly onStep?: (step: { readonly done: number; readonly of: number; readonly plans: number }) => void;
  readonly signal?: AbortSignal;
}

export interface ScanReport {
  readonly symbols: readonly string[];
  readonly bars: number;
  readonly summary: RunSummary;
  readonly results: ResultTotals;
  readonly exposure: { readonly notional: string; readonly highest: string; readonly positions: string };
  readonly notifications: DeliveryCounts;
  readonly decidingMs: number;
  readonly committingMs: number;
  readonly sealed: number;
  /** The public keys that its audit log verifies by. */
  readonly keys: readonly AuditKey[];
  /** What the venue itself has recorded, for whoever wants to compare. */
  readonly ledger: SimVenue['ledger'];
}

const barMs = 3_600_000;

/**
 * The whole line by hand, bar after bar: the venue sees the bar, orders and messages are worked, then the scanner
 * looks at the close and its plans are decided, highest score first.
 */
export async function runScan(options: ScanOptions): Promise<ScanReport> {
  const { market, clock, store, account, execute, notify } = options;
  const symbols = await chooseSymbols(market, options.symbols);
  const { faults } = options;
  const venue = venueSim.create({ market, balance: options.balance, faults }, { clock });
  const isMeasured = options.equity === 'venue';
  const limited = {
    profile: options.profile,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  };
  const mode = 'paper';
  const gate = riskGate({
    equity: isMeasured ? venue.equity : options.balance,
    market,
    ...limited,
  });
  let pipeline = Pipeline.of<TradePlan>().stage(gate);
  if (notify) pipeline = pipeline.followUp(announce());
  if (execute) pipeline = pipeline.followUp(placeOrder());
  const runner = createRunner({ pipeline, store, account, mode, venue: venue.id, clock });
  const closing = isMeasured ? { closing: outcomeGuard(limited) } : {};
  const executor = new TradeExecutor({ store, venue, account, mode, clock, ...closing });
  const source = isMeasured ? venue.equity : configuredEquity(options.balance);
  const watch = new EquityWatch({ store, account, mode, source, clock, ...limited });
  const dispatcher = createDispatcher({
    store,
    account,
    mode,
    channels: options.channels ?? [],
    clock,
    // For channels that show pictures: the bars that the scanner has seen.
    candles: async ({ symbol, createdAt }) =>
      market.candles(symbol, '1h', createdAt - 60 * barMs, createdAt - barMs + 1),
  });
  const sealer = sealerOf(options);
  let sealed = 0;
  const scanner = new BreakoutScanner(scanProfiles[options.profile], barMs);
  const ticks = await ticksOf(market, symbols);
  const bars = await barsOf(market, symbols);
  const results: RunResult[] = [];
  let highest = Decimal.zero;
  for (const [index, { time, candles }] of bars.entries()) {
    options.signal?.throwIfAborted();
    // What is held is worked wherever something happens to it, not only at the close.
    await venue.walk(candles, barMs, async (at) => {
      clock.moveTo(at);
      if (execute) await workOrders(executor, clock);
    });
    clock.moveTo(time + barMs);
    await watch.observe();
    const plans = candles.flatMap(
      ({ symbol, candle }) => scanner.onCandle(symbol, candle, ticks.get(symbol) ?? '1') ?? [],
    );
    if (plans.length > 0) {
      results.push(...(await runner.runAll(plans, { announce: false })).results);
      if (execute) await workOrders(executor, clock);
      highest = Decimal.max(highest, (await exposureReport(store, runner.book)).total.notional);
    }
    if (notify) await dispatcher.drain();
    sealed += (await sealer.drain()).worked;
    options.onStep?.({ done: index + 1, of: bars.length, plans: results.length });
  }
  const { total } = await exposureReport(store, runner.book);
  sealed += await sealer.flush();
  return {
    symbols,
    bars: bars.length,
    summary: summarise(results),
    results: await new Analytics({ store, account, mode }).totals(),
    exposure: { notional: total.notional, highest: highest.toString(), positions: total.count },
    notifications: dispatcher.counts(),
    ...runner.timings(),
    sealed,
    keys: await auditKeys(store, account),
    ledger: venue.ledger,
  };
}

/** What got no answer is tried again in a moment, not when the market moves next. */
async function workOrders(executor: TradeExecutor, clock: VirtualClock): Promise<void> {
  await executor.drain();
  for (let second = 0; second < 30 && (await isUnsettled(executor)); second += 1) {
    clock.advance(1000);
    await executor.drain();
  }
}

const unclear: ReadonlySet<OrderState> = new Set([
  'intended',
  'sending',
  'unknown',
  'absent',
  'cancelling',
  'cancel-unknown',
]);

/** Whether an order that is wanted at the venue is not there for certain, or something held has no stop. */
async function isUnsettled({ journal }: TradeExecutor): Promise<boolean> {
  return (await journal.open()).some((journalled) => {
    const orders = ordersOf(journalled);
    const situation = { now: 0, entriesAllowed: true };
    const { steps } = planSteps(journalled.plan, orders, situation);
    return steps.length > 0 || orders.some(({ view }) => unclear.has(view.state));
  });
}

/** Seals by the clock of the bars, at least once in each of their days. */
function sealerOf({ store, account, clock, signers }: ScanOptions): AuditSealer {
  const own = ed25519Signer(auditOrigin(account), newPrivateKey());
  return new AuditSealer({
    store,
    account,
    clock,
    signers: signers ?? (async () => [own]),
    everyMs: 24 * barMs,
  });
}

async function ticksOf(market: MarketData, symbols: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    symbols.map(async (symbol) => [symbol, (await market.instrument(symbol))?.tick ?? '0.01'] as const),
  );
  return new Map(found);
}

type BarsOfTime = {
  readonly time: number;
  readonly candles: readonly { readonly symbol: string; readonly candle: Candle }[];
};

/** Every open time with the bars that have it, symbols in the order chosen. */
async function barsOf(market: RecordedMarket, symbols: readonly string[]): Promise<readonly BarsOfTime[]> {
  const { from, to } = await market.span();
  const byTime = new Map<number, { symbol: string; candle: Candle }[]>();
  for (const symbol of symbols) {
    for (const candle of await market.candles(symbol, '1h', from, to + 1)) {
      const candles = byTime.get(candle.time) ?? [];
      byTime.set(candle.time, candles);
      candles.push({ symbol, candle });
    }
  }
  return [...byTime]
    .toSorted(([left], [right]) => left - right)
    .map(([time, candles]) => ({ time, candles }));
}
