import {
  absent,
  type Amount,
  Decimal,
  defineFact,
  type Fact,
  type FactDefinition,
  type Json,
  known,
  type MarketData,
  type Quote,
  type TradePlan,
  unknown,
} from '@tradewarden/core';
import { type EquitySource, readEquity, type TrustedEquity } from '@tradewarden/core/equity';
import { extremesSince, timeframeMs } from './bars-since.ts';
import type { Limits } from './limits/limits.ts';
import { wilderAtr } from './sizing/wilder-atr.ts';

/** A fixed amount, a fact with the key `equity` whose value is decimal text, or a source: by that losses are measured. */
export type EquityInput = Amount | FactDefinition<string> | EquitySource;
export type MarketInput = 'none' | MarketData;
/** Account currency for one unit of each other currency: a fixed rate, or a fact with the key `fx.<currency>`. */
export type RatesInput = Readonly<Record<string, Amount | FactDefinition<string>>>;

/** @throws {InvalidNumberError} a fixed amount that is not a number. @throws {TypeError} a fact with another key. */
function amountFact(key: string, input: Amount | FactDefinition<string>): FactDefinition {
  if (typeof input === 'object' && 'load' in input) {
    if (input.key !== key) throw new TypeError(`the ${key} fact must have the key ${key}, not ${input.key}`);
    return input;
  }
  const value = Decimal.of(input, key).toString();
  return defineFact({ key, load: async ({ now }) => known(value, now, 'configuration') });
}

const isSource = (equity: EquityInput): equity is EquitySource =>
  typeof equity === 'object' && 'measured' in equity;

/** The source that losses are measured by, if it is one. */
export const equitySource = (equity: EquityInput): EquitySource | undefined =>
  isSource(equity) && equity.measured ? equity : undefined;

/** The equity, and of a source that is measured what was paid in and out, both of one reading. */
export function equityFacts(equity: EquityInput, limits: Limits): readonly FactDefinition[] {
  if (!isSource(equity)) return [amountFact('equity', equity)];
  const readings = new WeakMap<TradePlan, Promise<TrustedEquity>>();
  const age = limits.decimal('equity.maximumAgeMs')?.toNumber();
  const fact = (key: string, of: 'equity' | 'netDeposits'): FactDefinition =>
    defineFact({
      key,
      ...(age === undefined ? {} : { maximumAgeMs: age }),
      load: async ({ plan, now, signal }): Promise<Fact> => {
        const reading = readings.get(plan) ?? readEquity(equity, { now, signal });
        readings.set(plan, reading);
        const found = await reading;
        return found.status === 'untrusted'
          ? unknown(found.reason)
          : known(found.reading[of], found.reading.at, equity.id);
      },
    });
  return equity.measured
    ? [fact('equity', 'equity'), fact('equity.deposits', 'netDeposits')]
    : [fact('equity', 'equity')];
}

export const rateFacts = (rates: RatesInput): readonly FactDefinition[] =>
  Object.entries(rates).map(([currency, rate]) => amountFact(`fx.${currency}`, rate));

const quoteAgeMs = 3_600_000;
const marketKeys = ['instrument', 'quote', 'extremes', 'atr'] as const;

/** Instrument, quote and bars, from the market or declared absent; the ATR only where the model asks for it. */
export function marketFacts(market: MarketInput, model: string): readonly FactDefinition[] {
  if (market === 'none') {
    const none = async (): Promise<Fact> => absent("market: 'none'");
    return marketKeys.filter((key) => key !== 'atr').map((key) => defineFact({ key, load: none }));
  }
  const facts = [
    defineFact({
      key: 'instrument',
      load: async ({ plan, now, signal }): Promise<Fact> => {
        const found = await market.instrument(plan.symbol, signal);
        if (found === undefined) return unknown(`${market.id} does not know ${plan.symbol}`);
        const isNamed = [found.symbol, found.base, found.quote].every((name) => typeof name === 'string');
        return isNamed
          ? known(found as unknown as Json, now, market.id)
          : unknown(`${market.id}: what it says of ${plan.symbol} names no market`);
      },
    }),
    defineFact({
      key: 'quote',
      maximumAgeMs: quoteAgeMs,
      load: async ({ plan, signal }): Promise<Fact> => {
        const found = await market.quote(plan.symbol, signal);
        if (found === undefined) return unknown(`${market.id} has no quote for ${plan.symbol}`);
        const problem = quoteProblem(found);
        return problem === undefined
          ? known({ bid: found.bid, ask: found.ask }, found.at, market.id)
          : unknown(`${market.id}: ${problem}`);
      },
    }),
    defineFact({
      key: 'extremes',
      load: ({ plan, now, signal }) => extremesSince({ market, plan, now, signal }),
    }),
  ];
  return model === 'atr' ? [...facts, atrFact(market)] : facts;
}

/** Nonsense from a market is no price. */
function quoteProblem({ bid, ask }: Quote): string | undefined {
  const [low, high] = [Decimal.tryParse(bid), Decimal.tryParse(ask)];
  if (low === undefined || high === undefined) return 'bid and ask are not numbers';
  if (!low.isPositive() || !high.isPositive()) return `bid ${bid} and ask ${ask} are not above zero`;
  return low.gt(high) ? `bid ${bid} is above ask ${ask}` : undefined;
}

/** Wilder's ATR of 14 over the last closed bars of the plan's timeframe, an hour where it names none. */
const atrFact = (market: MarketData): FactDefinition =>
  defineFact({
    key: 'atr',
    load: async ({ plan, now, signal }): Promise<Fact> => {
      const timeframe = plan.timeframe ?? '1h';
      const length = timeframeMs(timeframe);
      if (length === undefined) return unknown(`the timeframe ${timeframe} cannot be read`);
      const to = Math.floor(now / length) * length;
      const atr = wilderAtr(await market.candles(plan.symbol, timeframe, to - 100 * length, to, signal));
      return atr === undefined
        ? unknown(`${market.id} has too few ${timeframe} bars of ${plan.symbol} for an ATR`)
        : known(atr.toString(), now, market.id);
    },
  });
