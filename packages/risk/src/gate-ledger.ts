import {
  bookKey,
  capCounter,
  Decimal,
  type Fact,
  type Json,
  known,
  type StageContext,
  type TradePlan,
} from '@tradewarden/core';
import type { BookFact, ExposureFact } from './rules/internal-facts.ts';

/** The claim that an approval makes on a symbol and direction. */
export const claimName = ({ symbol, direction }: TradePlan): string => `fire/${symbol}/${direction}`;

/** What the ledger says, as facts: recorded in the decision like any other. */
export async function internalFacts(
  plan: TradePlan,
  context: StageContext,
): Promise<ReadonlyMap<string, Fact>> {
  const { ledger, book, now } = context;
  const counters = [
    capCounter('total', 'notional'),
    capCounter({ symbol: plan.symbol }, 'notional'),
    capCounter('total', 'riskAtStop'),
    capCounter('total', 'count'),
  ];
  const [total = 0, symbol = 0, risk = 0, count = 0] = await ledger.usage(counters);
  const money = (units: number): string => Decimal.fromInteger(units, ledger.unitPlaces).toString();
  const exposure: ExposureFact = {
    totalNotional: money(total),
    symbolNotional: money(symbol),
    totalRisk: money(risk),
    positions: String(count),
  };
  const booked = await ledger.book(plan.symbol);
  const sides: BookFact = {
    long: booked.filter(({ direction }) => direction === 'LONG').length,
    short: booked.filter(({ direction }) => direction === 'SHORT').length,
  };
  const [claim] = await context.state.get([bookKey(book, 'claim', claimName(plan))]);
  return new Map<string, Fact>([
    ['exposure', known(exposure as unknown as Json, now, 'ledger')],
    ['book', known(sides as unknown as Json, now, 'ledger')],
    ['claim', known(claim?.value ?? null, now, 'ledger')],
  ]);
}

/** The known ones, as they stand in the decision. */
export const recordsOf = (
  facts: ReadonlyMap<string, Fact>,
): Record<string, { value: Json; asOf: number; source: string }> =>
  Object.fromEntries(
    [...facts].flatMap(([key, fact]) =>
      fact.status === 'known' ? [[key, { value: fact.value, asOf: fact.asOf, source: fact.source }]] : [],
    ),
  );
