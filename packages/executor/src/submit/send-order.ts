import { applyingLatchKeys, unlatched } from '@tradewarden/core';
import type { OrderRequest, SubmitOutcome, SubmittableOrder } from '@tradewarden/core/venue';
import { learnNews } from '../follow/learn-news.ts';
import { type JournalledPlan, sameSlot, slotOrderId } from '../order-journal/journalled-plan.ts';
import { foldOrder } from '../order-state/fold-order.ts';
import type { OrderFact } from '../order-state/order-fact.ts';
import type { Step } from '../plan-steps/plan-order.ts';
import { approvedEntry } from './approved-entry.ts';
import { limitedCall } from './limited-call.ts';
import { type OrderLine, validityMs } from './order-line.ts';
import { outcomeFact } from './outcome-fact.ts';

type Send = Extract<Step, { readonly kind: 'send' }>;

const attemptsAtMost = 5;

/**
 * Sends one order of a plan, once: intent and send are durable before the request leaves, and only one process can claim
 * the attempt. Whatever the venue answers is recorded; what is no clear refusal stays open until it is looked up.
 * Gives what was learned, also that it will never be sent; `undefined`: nothing for now.
 */
export async function sendOrder(
  line: OrderLine,
  journalled: JournalledPlan,
  step: Send,
): Promise<OrderFact | undefined> {
  const { book, clock, journal, venue } = line;
  const { decisionId, plan, origin } = journalled;
  const slot = { role: step.role, leg: step.leg, generation: step.generation };
  const clientOrderId = slotOrderId(book, decisionId, slot);
  const known = foldOrder(journalled.orders.find((order) => sameSlot(order, slot))?.facts ?? []);
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
  const attempt = (known?.attempt ?? 0) + 1;
  const intent = (at: number): readonly OrderFact[] =>
    known === undefined ? [{ kind: 'intended', request, at }] : [];
  const refusal =
    attempt > attemptsAtMost
      ? { code: 'ATTEMPTS', reason: `sent ${attemptsAtMost} times without effect` }
      : adds
        ? await entryRefusal(line, journalled, request)
        : undefined;
  if (refusal?.retry === true) return undefined;
  const venueAt = line.venueNow();
  const wire: OrderRequest = { ...request, validUntil: Math.min(request.validUntil, venueAt + validityMs) };
  const order = await submittable(line, journalled, wire);
  const denied = refusal === undefined ? order : `${refusal.code}: ${refusal.reason}`;
  const at = clock.now();
  if (typeof denied === 'string') {
    const told: OrderFact = { kind: 'denied', reason: denied, at };
    await journal.record(decisionId, {
      news: [{ slot, clientOrderId, facts: [...intent(at), told] }],
      at,
    });
    return told;
  }
  const { symbol } = plan;
  const latches = adds ? applyingLatchKeys(book, { venue: book.venue, source: origin.source, symbol }) : [];
  const claimed = await journal.record(decisionId, {
    news: [{ slot, clientOrderId, facts: [...intent(at), { kind: 'sending', attempt, at }] }],
    at,
    exclusive: true,
    reduces: !adds,
    checks: [...line.fence(), ...unlatched(latches)],
  });
  if (claimed.status !== 'recorded') return undefined;
  await line.reached('sending');
  const outcome = await answerOf(line, denied);
  await line.reached('answered');
  const { absenceMarginMs, unbounded = false } = venue.capabilities;
  const told = outcomeFact(outcome, {
    attempt,
    at: clock.now(),
    venueAt: line.venueNow(),
    ...(unbounded ? {} : { boundAt: wire.validUntil + absenceMarginMs }),
  });
  await learnNews(line, claimed.journalled, [{ slot, clientOrderId, facts: [told] }]);
  return told;
}

async function entryRefusal(
  line: OrderLine,
  journalled: JournalledPlan,
  request: OrderRequest,
): Promise<{ readonly code: string; readonly reason: string; readonly retry?: boolean } | undefined> {
  const { safeguards } = line;
  const venueNow = line.venueNow();
  if (venueNow >= request.validUntil) return { code: 'EXPIRED', reason: 'its time is over' };
  const stopped = safeguards.stopped?.();
  if (stopped !== undefined) return { code: 'STOPPED', reason: stopped, retry: true };
  return safeguards.beforeSend?.({ journalled, request, venueNow });
}

async function submittable(
  line: OrderLine,
  journalled: JournalledPlan,
  wire: OrderRequest,
): Promise<SubmittableOrder | string> {
  return wire.reduceOnly ? { ...wire, reduceOnly: true } : approvedEntry(line, journalled, wire);
}

/** A kill is looked for once more when nothing waits any longer; then the request leaves. */
async function answerOf(
  { venue, clock, safeguards }: OrderLine,
  order: SubmittableOrder,
): Promise<SubmitOutcome> {
  const stopped = order.reduceOnly ? undefined : safeguards.stopped?.();
  if (stopped !== undefined) return { status: 'not-sent', reason: stopped };
  return limitedCall(
    clock,
    (signal) => venue.submit(order, signal),
    (reason): SubmitOutcome => ({ status: 'unknown', reason }),
  );
}
