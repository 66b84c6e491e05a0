import {
  bookKey,
  Decimal,
  type Fact,
  type FactRecord,
  type Json,
  known,
  type StageContext,
  type TradePlan,
} from '@tradewarden/core';
import { recordOf } from '@tradewarden/core/audit';
import { countedUnder, countersOf, type PlanScopes } from './exposure/cap-scopes.ts';
import type { GateConfiguration } from './gate-configuration.ts';
import type { BookFact } from './rules/internal-facts.ts';

/** The claim that an approval makes on a symbol and direction. */
export const claimName = ({ symbol, direction }: TradePlan): string => `fire/${symbol}/${direction}`;

/** What every decision shows of the ledger, whatever is limited. */
const shown = (scopes: PlanScopes): readonly string[] => [
  ...countersOf(scopes, 'total', 'notional'),
  ...countersOf(scopes, 'symbol', 'notional'),
  ...countersOf(scopes, 'total', 'riskAtStop'),
  ...countersOf(scopes, 'total', 'count'),
];

/** What the ledger says, as facts: recorded in the decision like any other. */
export async function internalFacts(
  plan: TradePlan,
  context: StageContext,
  { caps, unit }: Pick<GateConfiguration, 'caps' | 'unit'>,
  scopes: PlanScopes,
): Promise<ReadonlyMap<string, Fact>> {
  const { ledger, book, now } = context;
  const capped = caps.flatMap((cap) => countedUnder(cap, scopes).map(({ counter }) => counter));
  const counters = [...new Set([...shown(scopes), ...capped])];
  if (context.recorded !== undefined) return recordedFacts(context.recorded, counters, now);
  const units = await ledger.usage(counters);
  const exposure = Object.fromEntries(
    counters.map((counter, index) => {
      const places = counter.endsWith('/count') ? 0 : unit.unitPlaces;
      return [counter, Decimal.fromInteger(units[index] ?? 0, places).toString()];
    }),
  );
  const booked = await ledger.book(plan.symbol);
  const sides: BookFact = {
    long: booked.filter(({ direction }) => direction === 'LONG').length,
    short: booked.filter(({ direction }) => direction === 'SHORT').length,
  };
  const [claim] = await context.state.get([bookKey(book, 'claim', claimName(plan))]);
  return new Map<string, Fact>([
    ['exposure', known(exposure, now, 'ledger')],
    ['book', known(sides as unknown as Json, now, 'ledger')],
    ['claim', known(claim?.value ?? null, now, 'ledger')],
  ]);
}

/** The same of a decision that is computed again; what a decision of today would not hold is left out. */
function recordedFacts(
  recorded: ReadonlyMap<string, Fact>,
  counters: readonly string[],
  now: number,
): ReadonlyMap<string, Fact> {
  const facts = new Map<string, Fact>();
  for (const key of ['exposure', 'book', 'claim']) {
    const fact = recorded.get(key);
    if (fact?.status !== 'known') continue;
    const { value } = fact;
    facts.set(key, known(key === 'exposure' ? only(value, counters) : value, now, 'ledger'));
  }
  return facts;
}

const only = (value: Json, names: readonly string[]): Json =>
  Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => names.includes(name))) as Json;

/** As they stand in the decision. */
export const recordsOf = (facts: ReadonlyMap<string, Fact>): Record<string, FactRecord> =>
  Object.fromEntries([...facts].map(([key, fact]) => [key, recordOf(fact)]));
