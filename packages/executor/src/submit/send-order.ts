import { applyingLatchKeys, unlatched } from '@tradewarden/core';
import type { OrderRequest, SubmitOutcome, SubmittableOrder } from '@tradewarden/core/venue';
import { foldOrder } from '../order-state/fold-order.ts';
import type { OrderFact } from '../order-state/order-fact.ts';
import { type JournalledPlan, sameSlot, slotOrderId } from '../order-journal/journalled-plan.ts';
import type { Step } from '../plan-steps/plan-order.ts';
import { approvedEntry } from './approved-entry.ts';
import { limited, type OrderLine, validityMs } from './order-line.ts';
import { outcomeFact } from './outcome-fact.ts';

type Send = Extract<Step, { readonly kind: 'send' }>;

const attemptsAtMost = 5;

/**
 * Sends one order of a plan, once: intent and send are durable before the request leaves, and only one process can claim
 * the attempt. Whatever the venue answers is recorded; what is no clear refusal stays open until it is looked up.
 * `false`: nothing was sent.
 */
export async function sendOrder(
  line: OrderLine,
  journalled: JournalledPlan,
  step: Send,
  venueNow: number,
): Promise<boolean> {
  const { book, clock, journal, venue, safeguards } = line;
  const { decisionId, plan } = journalled;
  const slot = { role: step.role, leg: step.leg, generation: step.generation };
  const clientOrderId = slotOrderId(book, decisionId, slot);
  const facts = journalled.orders.find((order) => sameSlot(order, slot))?.facts ?? [];
  const known = foldOrder(facts);
  const adds = !step.reduceOnly;
  const request: OrderRequest = known?.request ?? {
    clientOrderId,
    symbol: plan.symbol,
    side: step.side,
    quantity: step.quantity,
    instruction: step.instruction,
    reduceOnly: step.reduceOnly,
    validUntil: adds ? plan.expiresAt : Number.MAX_SAFE_INTEGER,
  };
  const at = clock.now();
  const intended: OrderFact = { kind: 'intended', request, at };
  const attempt = (known?.attempt ?? 0) + 1;
  const deny = async (reason: string): Promise<false> => {
    const denied: OrderFact[] = [...(known === undefined ? [intended] : []), { kind: 'denied', reason, at }];
    await journal.record(decisionId, { news: [{ slot, clientOrderId, facts: denied }], at });
    return false;
  };
  if (attempt > attemptsAtMost) return deny(`sent ${attemptsAtMost} times without effect`);
  if (adds && venueNow >= request.validUntil) return deny('its time is over');
  const wire: OrderRequest = { ...request, validUntil: Math.min(request.validUntil, venueNow + validityMs) };
  const order = await submittable(line, journalled, wire);
  if (typeof order === 'string') return deny(order);
  if (adds) {
    const refusal = await safeguards.beforeSend?.(journalled, request);
    if (refusal !== undefined)
      return refusal.retry === true ? false : deny(`${refusal.code}: ${refusal.reason}`);
    if (safeguards.stopped?.() !== undefined) return false;
  }
  const { symbol } = plan;
  const latches = adds
    ? applyingLatchKeys(book, { venue: book.venue, source: journalled.origin.source, symbol })
    : [];
  const claimed = await journal.record(decisionId, {
    news: [
      {
        slot,
        clientOrderId,
        facts: [...(known === undefined ? [intended] : []), { kind: 'sending', attempt, at }],
      },
    ],
    at,
    exclusive: true,
    reduces: !adds,
    checks: [...line.fence(), ...unlatched(latches)],
  });
  if (claimed.status !== 'recorded') return false;
  await line.reached('sending');
  const boundAt = wire.validUntil + venue.capabilities.absenceMarginMs;
  const outcome = await answerOf(line, order);
  await line.reached('answered');
  const told = outcomeFact(outcome, { attempt, at: clock.now(), boundAt });
  await journal.record(decisionId, {
    news: [{ slot, clientOrderId, facts: [told] }],
    at: clock.now(),
  });
  return true;
}

async function submittable(
  line: OrderLine,
  journalled: JournalledPlan,
  wire: OrderRequest,
): Promise<SubmittableOrder | string> {
  return wire.reduceOnly ? { ...wire, reduceOnly: true } : approvedEntry(line, journalled, wire);
}

/** A kill is looked for once more when nothing waits any longer; then the request leaves. */
async function answerOf({ venue, safeguards }: OrderLine, order: SubmittableOrder): Promise<SubmitOutcome> {
  const stopped = order.reduceOnly ? undefined : safeguards.stopped?.();
  if (stopped !== undefined) return { status: 'not-sent', reason: stopped };
  try {
    return await venue.submit(order, limited());
  } catch (error) {
    return { status: 'unknown', reason: error instanceof Error ? error.message : String(error) };
  }
}
