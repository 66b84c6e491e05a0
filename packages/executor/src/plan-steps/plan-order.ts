import { Decimal } from '@tradewarden/core';
import type { Instruction, Side } from '@tradewarden/core/venue';
import type { OrderView } from '../order-state/fold-order.ts';
import type { ExecutionPlan } from './execution-plan.ts';

/** `exit` is the emergency way out. */
export type OrderRole = 'entry' | 'stop' | 'target' | 'exit';

/** Which order of a plan: the id is made of these, so that every process names it alike. */
export interface OrderSlot {
  readonly role: OrderRole;
  /** Index of the entry or target; 0 for stops and exits. */
  readonly leg: number;
  /** Counts from 1: a replaced stop, an added slice, another try of an exit. */
  readonly generation: number;
}

export interface PlanOrder extends OrderSlot {
  readonly view: OrderView;
}

/** What is to be done next. Steps are idempotent: planned again from the same facts they are the same. */
export type Step =
  | ({
      readonly kind: 'send';
      readonly side: Side;
      /** Decimal string in base units. */
      readonly quantity: string;
      readonly instruction: Instruction;
      readonly reduceOnly: boolean;
    } & OrderSlot)
  | ({ readonly kind: 'cancel' } & OrderSlot);

const live = new Set<OrderView['state']>(['open', 'partial', 'triggered', 'cancelling', 'cancel-unknown']);
const pending = new Set<OrderView['state']>(['intended', 'sending', 'unknown', 'absent']);

export const openOf = ({ view }: PlanOrder): Decimal => Decimal.of(view.request.quantity).minus(view.filled);

/** The venue has it and it may still fill. */
export const isLive = ({ view }: PlanOrder): boolean => live.has(view.state);
/** It may come to work, or already works without our knowing. */
export const isPending = ({ view }: PlanOrder): boolean => pending.has(view.state);
/** It is not at the venue, and may be sent. */
export const isUnsent = ({ view }: PlanOrder): boolean =>
  view.state === 'intended' || view.state === 'absent';
/** May be asked to end: works, and no cancel is under way. */
const isCancellable = ({ view }: PlanOrder): boolean => view.state === 'open' || view.state === 'partial';
/** Works, and nobody has asked it to end. */
export const isWorking = (order: PlanOrder): boolean =>
  isCancellable(order) || order.view.state === 'triggered';

export const ofRole = (orders: readonly PlanOrder[], role: OrderRole): readonly PlanOrder[] =>
  orders.filter((order) => order.role === role);

export const cancelAll = (orders: readonly PlanOrder[]): readonly Step[] =>
  orders
    .filter(isCancellable)
    .map(({ role, leg, generation }) => ({ kind: 'cancel', role, leg, generation }));

/** What an unsent order needs: nothing while the venue has told it to wait, then the very request that was journalled. */
export const sendAgain = ({ view, ...slot }: PlanOrder, now: number): readonly Step[] => {
  const { side, quantity, instruction, reduceOnly } = view.request;
  return now < (view.retryAt ?? now)
    ? []
    : [{ kind: 'send', ...slot, side, quantity, instruction, reduceOnly }];
};

/** A new order that only makes the position smaller. */
export const sendToReduce = (
  { direction }: ExecutionPlan,
  orders: readonly PlanOrder[],
  role: Exclude<OrderRole, 'entry'>,
  { leg = 0, quantity, instruction }: { leg?: number; quantity: Decimal; instruction: Instruction },
): Step => ({
  kind: 'send',
  role,
  leg,
  generation:
    1 +
    Math.max(
      0,
      ...ofRole(orders, role)
        .filter((order) => order.leg === leg)
        .map(({ generation }) => generation),
    ),
  side: direction === 'LONG' ? 'SELL' : 'BUY',
  quantity: quantity.toString(),
  instruction,
  reduceOnly: true,
});
