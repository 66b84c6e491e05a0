import type { LatchRequest } from '../src/latch/trading-latches.ts';

export const operator = { kind: 'user', id: 'ops' } as const;

/** What an operator latches by hand, in the simplest form. */
export const operatorHalt: LatchRequest = {
  scope: 'account',
  cause: 'operator',
  state: 'HALTED',
  reason: 'test',
  actor: operator,
  at: 7,
};
