import type { Instruction, Side } from '@tradewarden/core/venue';
import type { OrderView } from '../order-state/fold-order.ts';

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

/** The venue has it and it may still fill. */
export const isLive = ({ view }: PlanOrder): boolean => live.has(view.state);
/** It may come to work, or already works without our knowing. */
export const isPending = ({ view }: PlanOrder): boolean => pending.has(view.state);
/** May be asked to end: works, and no cancel is under way. */
export const isCancellable = ({ view }: PlanOrder): boolean =>
  view.state === 'open' || view.state === 'partial';

export const ofRole = (orders: readonly PlanOrder[], role: OrderRole): readonly PlanOrder[] =>
  orders.filter((order) => order.role === role);

export const nextGeneration = (orders: readonly PlanOrder[], role: OrderRole, leg = 0): number =>
  orders.reduce(
    (most, order) => (order.role === role && order.leg === leg ? Math.max(most, order.generation) : most),
    0,
  ) + 1;
