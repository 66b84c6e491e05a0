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
  unknown,
} from '@tradewarden/core';

/** A fixed amount, or a fact with the key `equity` whose value is decimal text. */
export type EquityInput = Amount | FactDefinition<string>;
export type MarketInput = 'none' | MarketData;

const isDefinition = (equity: EquityInput): equity is FactDefinition<string> =>
  typeof equity === 'object' && 'load' in equity;

/** @throws {InvalidNumberError} a fixed equity that is not a number. */
export function equityFact(equity: EquityInput): FactDefinition {
  if (isDefinition(equity)) {
    if (equity.key !== 'equity')
      throw new TypeError(`the equity fact must have the key equity, not ${equity.key}`);
    return equity;
  }
  const value = Decimal.of(equity, 'equity').toString();
  return defineFact({ key: 'equity', load: async ({ now }) => known(value, now, 'configuration') });
}

const quoteAgeMs = 3_600_000;

/** Instrument and quote, from the market or declared absent. */
export function marketFacts(market: MarketInput): readonly FactDefinition[] {
  if (market === 'none') {
    const none = async (): Promise<Fact> => absent("market: 'none'");
    return [defineFact({ key: 'instrument', load: none }), defineFact({ key: 'quote', load: none })];
  }
  return [
    defineFact({
      key: 'instrument',
      load: async ({ plan, now, signal }): Promise<Fact> => {
        const found = await market.instrument(plan.symbol, signal);
        return found === undefined
          ? unknown(`${market.id} does not know ${plan.symbol}`)
          : known(found as unknown as Json, now, market.id);
      },
    }),
    defineFact({
      key: 'quote',
      maximumAgeMs: quoteAgeMs,
      load: async ({ plan, signal }): Promise<Fact> => {
        const found = await market.quote(plan.symbol, signal);
        return found === undefined
          ? unknown(`${market.id} has no quote for ${plan.symbol}`)
          : known({ bid: found.bid, ask: found.ask }, found.at, market.id);
      },
    }),
  ];
}
