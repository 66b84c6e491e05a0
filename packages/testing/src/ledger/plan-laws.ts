import { Decimal } from '@tradewarden/core';
import { isLiveOrder, type VenueOrder } from '@tradewarden/core/venue';
import type { LedgerBook } from './ledger-book.ts';
import type { LedgerPlan, LedgerQuestion, LedgerRecord, LedgerViolation } from './ledger-record.ts';

interface Course {
  held: Decimal;
  entered: Decimal;
  /** Orders by the venue's id, as they stood last. */
  readonly orders: Map<string, VenueOrder>;
  stop: Decimal | undefined;
  nakedSince: number | undefined;
}

interface PlanVerdict {
  readonly violations: readonly LedgerViolation[];
  readonly unprotected: readonly { readonly from: number; readonly to: number }[];
}

/** Laws 3, 4, 5, 6, 8 and 16 of one plan: how much it entered, what guarded it, and how it ended. */
export function planLaws(question: LedgerQuestion, book: LedgerBook, plan: LedgerPlan): PlanVerdict {
  const violations: LedgerViolation[] = [];
  const unprotected: { readonly from: number; readonly to: number }[] = [];
  const course: Course = {
    held: Decimal.zero,
    entered: Decimal.zero,
    orders: new Map(),
    stop: undefined,
    nakedSince: undefined,
  };
  const trades = new Set<string>();
  const clothe = (at: number): void => {
    if (course.nakedSince === undefined) return;
    if (at > course.nakedSince) unprotected.push({ from: course.nakedSince, to: at });
    course.nakedSince = undefined;
  };
  for (const entry of question.ledger) {
    const { order, at, sequence } = entry;
    const own = order && book.of(order);
    if (order === undefined || own === undefined) continue;
    const say: Say = (law, what) => void violations.push({ law, sequence, what: `${plan.planId}: ${what}` });
    const part = partOf(plan, own.plan, entry.fill);
    if (own.plan === plan) {
      course.orders.set(order.venueOrderId, order);
      follow(plan, course, entry, own.order.role, say);
    } else if (part === undefined) continue;
    if (part !== undefined && entry.fill !== undefined) {
      move(plan, course, entry.fill, part, say);
      if (course.held.isNegative() && book.heldTogether(sequence).isNegative())
        say(5, `closed ${course.held.negated().toString()} more than was held`);
      if (part.isPositive()) trades.add(entry.fill.tradeId);
    }
    if (course.held.gt(covered(course))) course.nakedSince ??= at;
    else clothe(at);
  }
  clothe(question.until);
  const say: Say = (law, what) => void violations.push({ law, what: `${plan.planId}: ${what}` });
  const limit = question.protectWithinMs ?? 3000;
  for (const { from, to } of unprotected) {
    const naked = unexcused(question, from, to);
    if (naked > limit) say(4, `without enough stops for ${naked} ms from ${from}`);
  }
  if (plan.knownTrades !== undefined) {
    const known = new Set(plan.knownTrades);
    const missing = [...trades].filter((id) => !known.has(id));
    const invented = [...known].filter((id) => !trades.has(id));
    if (missing.length > 0) say(16, `trades ${missing.join(' ')} are not counted`);
    if (invented.length > 0) say(16, `trades ${invented.join(' ')} never were`);
  }
  if (question.isOver !== true) return { violations, unprotected };
  const live = [...course.orders.values()].filter(isLiveOrder);
  if (!course.held.isZero()) say(8, `${course.held.toString()} is still held`);
  for (const { clientOrderId } of live) say(course.held.isZero() ? 5 : 8, `${clientOrderId} is still alive`);
  return { violations, unprotected };
}

type Say = (law: LedgerViolation['law'], what: string) => void;

interface StopChange {
  readonly kind: LedgerRecord['kind'];
  readonly isLong: boolean;
  readonly say: Say;
}

/** A request that was under way for long may arrive beside the tighter stop that has taken its place; it may not replace it. */
function followStop(course: Course, order: VenueOrder, { kind, isLong, say }: StopChange): void {
  const { instruction } = order;
  if (instruction.kind !== 'stop-market') return;
  const others = [...course.orders.values()].flatMap((other) =>
    other.instruction.kind === 'stop-market' &&
    other.clientOrderId !== order.clientOrderId &&
    isLiveOrder(other)
      ? [Decimal.of(other.instruction.trigger)]
      : [],
  );
  const trigger = Decimal.of(instruction.trigger);
  const isLooser = (one: Decimal, other: Decimal): boolean => (isLong ? one.lt(other) : one.gt(other));
  const loosened = (from: Decimal, to: Decimal): void =>
    say(6, `the stop went from ${from.toString()} to ${to.toString()}`);
  if (kind === 'accepted') {
    const isBeside = others.some((other) => isLooser(trigger, other));
    if (!isBeside && course.stop !== undefined && isLooser(trigger, course.stop))
      loosened(course.stop, trigger);
    if (!isBeside) course.stop = trigger;
  }
  if (order.status !== 'cancelled' || course.held.isZero()) return;
  const [left] = others.toSorted((one, other) => (isLooser(one, other) ? 1 : -1));
  if (left !== undefined && isLooser(left, trigger)) loosened(trigger, left);
}

/** How much of a trade is this plan's: of its own what it did not give, of others what they gave to it. */
function partOf(plan: LedgerPlan, of: LedgerPlan, fill: LedgerRecord['fill']): Decimal | undefined {
  if (fill === undefined) return undefined;
  const given = (of.given ?? []).filter(({ tradeId }) => tradeId === fill.tradeId);
  const some = of === plan ? given : given.filter(({ to }) => to === plan.planId);
  const sum = some.reduce((total, { quantity }) => total.plus(quantity), Decimal.zero);
  if (of === plan) return Decimal.of(fill.quantity).minus(sum);
  return some.length === 0 ? undefined : sum;
}

function move(
  { direction }: LedgerPlan,
  course: Course,
  { side }: NonNullable<LedgerRecord['fill']>,
  part: Decimal,
  say: Say,
): void {
  const isEntering = (side === 'BUY') === (direction === 'LONG');
  course.held = isEntering ? course.held.plus(part) : course.held.minus(part);
  if (part.isNegative()) say(16, `${part.negated().toString()} more of a trade was given than it was`);
}

function follow(plan: LedgerPlan, course: Course, entry: LedgerRecord, role: string, say: Say): void {
  const { order, fill, kind } = entry;
  const isLong = plan.direction === 'LONG';
  if (kind === 'accepted' && order !== undefined && role !== 'entry' && !order.reduceOnly)
    say(5, `${order.clientOrderId} may do more than close`);
  if (order?.instruction.kind === 'stop-market') followStop(course, order, { kind, isLong, say });
  if (fill === undefined) return;
  const isEntering = (fill.side === 'BUY') === isLong;
  if (!isEntering) return;
  course.entered = course.entered.plus(fill.quantity);
  if (course.entered.gt(plan.quantity))
    say(3, `entered ${course.entered.toString()} of approved ${plan.quantity}`);
  const worst = plan.legs.map(({ price }) => Decimal.of(price));
  if (!worst.some((price) => (isLong ? price.gte(fill.price) : price.lte(fill.price))))
    say(3, `entered at ${fill.price}, worse than every leg`);
}

/** What working stops, and stops that were triggered and are on their way out, will close. */
function covered({ orders }: Course): Decimal {
  let sum = Decimal.zero;
  for (const order of orders.values())
    if (order.reduceOnly && isLiveOrder(order) && order.instruction.kind !== 'limit')
      sum = sum.plus(order.quantity).minus(order.filledQuantity);
  return sum;
}

function unexcused({ excused = [] }: LedgerQuestion, from: number, to: number): number {
  let free = 0;
  let at = from;
  for (const pause of excused.toSorted((left, right) => left.from - right.from)) {
    if (pause.to <= at || pause.from >= to) continue;
    free = Math.max(free, pause.from - at);
    at = Math.max(at, pause.to);
  }
  return Math.max(free, to - at);
}
