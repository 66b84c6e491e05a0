import { Decimal, type Fill } from '@tradewarden/core';
import type { JournalledPlan } from './journalled-plan.ts';

/**
 * Part of a trade by which an order of one plan has closed what another plan of the symbol held: a venue has one position for
 * both. It stands in the journals of both, so that each counts what it won or lost with its own.
 */
export interface Handover {
  /** Decision whose order traded. */
  readonly from: string;
  /** Decision whose holding was closed. */
  readonly to: string;
  /** Quantity and fee are those of the part. */
  readonly fill: Fill;
}

const sumOf = (handovers: readonly Handover[]): Decimal =>
  handovers.reduce((sum, { fill }) => sum.plus(fill.quantity), Decimal.zero);

/** In base units: what orders of others have closed of a plan, less what its own have closed of others. */
export function takenFrom({
  decisionId,
  handovers = [],
}: Pick<JournalledPlan, 'decisionId' | 'handovers'>): Decimal {
  const taken = handovers.filter(({ to }) => to === decisionId);
  return sumOf(taken).minus(sumOf(handovers.filter(({ from }) => from === decisionId)));
}

/** The trades that a plan counts: its own without what they closed of others, and what others closed of it. Oldest first. */
export function countedFills(
  { decisionId, handovers = [] }: Pick<JournalledPlan, 'decisionId' | 'handovers'>,
  own: readonly Fill[],
): readonly Fill[] {
  const kept = own.flatMap((fill): readonly Fill[] => {
    const given = handovers.filter(
      ({ from, fill: { tradeId } }) => from === decisionId && tradeId === fill.tradeId,
    );
    if (given.length === 0) return [fill];
    const quantity = Decimal.of(fill.quantity).minus(sumOf(given));
    const fee = given.reduce((rest, part) => rest.minus(part.fill.fee), Decimal.of(fill.fee));
    return quantity.isPositive() ? [{ ...fill, quantity: quantity.toString(), fee: fee.toString() }] : [];
  });
  const taken = handovers.filter(({ to }) => to === decisionId).map(({ fill }) => fill);
  return [...kept, ...taken].toSorted(
    (left, right) => left.at - right.at || Number(left.reason !== 'entry') - Number(right.reason !== 'entry'),
  );
}
