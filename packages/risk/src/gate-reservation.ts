import { Decimal, type ReservationDraft, type StageContext, type TradePlan } from '@tradewarden/core';
import type { TallyFact } from './breakers/breaker-facts.ts';
import { repeatCounter, tallyCounter, tallyDraftKey } from './breakers/tally.ts';
import type { Cap } from './exposure/caps.ts';
import { capAmount } from './exposure/caps.ts';
import { boundOf, capUses } from './exposure/cap-uses.ts';
import { countedUnder, type PlanScopes } from './exposure/cap-scopes.ts';
import { claimName } from './gate-ledger.ts';
import type { Limits } from './limits/limits.ts';
import type { FactReader } from './rules/rule.ts';
import type { Amounts } from './sizing/unit-amounts.ts';

interface ReservationInput {
  readonly plan: TradePlan;
  readonly amounts: Amounts;
  readonly caps: readonly Cap[];
  readonly scopes: PlanScopes;
  readonly limits: Limits;
  readonly facts: FactReader;
  readonly unitPlaces: number;
}

/** Drafts the capacity that an approval takes, bounded by every cap, and the claim against double fire. */
export function draftReservation(input: ReservationInput, context: StageContext): void {
  const { plan, limits, facts } = input;
  const { ledger, draft, decisionId, now } = context;
  const uses = capUses({ ...input, bounds: boundsOf(input) });
  ledger.reserve(draft, {
    reservationId: decisionId,
    planId: plan.planId,
    revision: plan.revision,
    source: plan.source,
    symbol: plan.symbol,
    direction: plan.direction,
    uses,
    tallies: talliesOf(input),
    expiresAt: plan.expiresAt,
  });
  const windowMs = limits.number('fire.windowMs').toInteger(0, 'ceil');
  const { minute, minuteBase, begins } = tallyOf(facts);
  if (begins && limits.decimal('rate.decisionsPerMinute') !== undefined)
    draft.put(tallyDraftKey, { minute, base: minuteBase });
  if (windowMs > 0) draft.claim(claimName(plan), { planId: plan.planId, at: now }, windowMs);
}

const tallyOf = (facts: FactReader): TallyFact => facts.value('breakers.tally') as unknown as TallyFact;

/** Approvals that are counted for good, each below what its limit still allows. */
function talliesOf({ plan, limits, facts }: ReservationInput): NonNullable<ReservationDraft['tallies']> {
  const { minuteBase, repeatBase } = tallyOf(facts);
  const tallies = [
    { counter: tallyCounter, base: minuteBase, limit: limits.decimal('rate.decisionsPerMinute') },
    { counter: repeatCounter(plan.source), base: repeatBase, limit: limits.decimal('repeat.max') },
  ];
  return tallies.flatMap(({ counter, base, limit }) =>
    limit === undefined ? [] : [{ counter, max: base + limit.toNumber() }],
  );
}

/** The tightest bound of each counter, in counting units. */
function boundsOf({
  caps,
  scopes,
  limits,
  facts,
  unitPlaces,
}: ReservationInput): ReadonlyMap<string, number> {
  const bounds = new Map<string, number>();
  const equity = Decimal.of(facts.value('equity') as string);
  for (const cap of caps) {
    const amount = capAmount(cap, { limits, equity, unitPlaces });
    if (amount === undefined || !applies(cap, facts)) continue;
    const bound = boundOf(amount, cap.measure === 'count' ? 0 : unitPlaces);
    for (const { counter } of countedUnder(cap, scopes)) {
      bounds.set(counter, Math.min(bound, bounds.get(counter) ?? bound));
    }
  }
  return bounds;
}

/** Everything that the cap needs is known; what is declared absent turns it off. */
export const applies = ({ needs = [] }: Cap, facts: FactReader): boolean =>
  needs.every((key) => facts.find(key)?.status === 'known');
