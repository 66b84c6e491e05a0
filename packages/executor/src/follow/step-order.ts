import type { Step } from '../plan-steps/plan-order.ts';

/** What takes risk away comes before what brings a gain, and everything before what adds risk. */
const urgency = ({ kind, ...slot }: Step): number => {
  if (slot.role === 'exit') return 0;
  if (slot.role === 'stop' && kind === 'send') return 1;
  if (kind === 'cancel') return 2;
  return slot.role === 'target' ? 3 : 4;
};

/** Whether it takes risk away that is there now: done for all plans before anything else of any. */
export const isGuarding = (step: Step): boolean => urgency(step) < 2;

export const isEntry = (step: Step): boolean => urgency(step) === 4;

/** Steps of many plans in the order in which they are made. */
export const inOrder = <Due extends { readonly step: Step }>(due: readonly Due[]): readonly Due[] =>
  due.toSorted((left, right) => urgency(left.step) - urgency(right.step));
