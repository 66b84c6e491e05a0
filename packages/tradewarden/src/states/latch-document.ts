import type { LatchCause, LatchScope, Mode, TradingState } from '@tradewarden/core';
import type { LatchedBook } from '@tradewarden/core/latch';

/** A latch as commands show it. */
export interface LatchDocument {
  /** Absent for the global one. */
  readonly mode?: Mode;
  readonly scope: LatchScope;
  readonly state: TradingState;
  readonly causes: readonly (Omit<LatchCause, 'at'> & { readonly since: string })[];
}

export const latchDocument = ({ mode, latch: { scope, state, causes } }: LatchedBook): LatchDocument => ({
  ...(scope === 'global' ? {} : { mode }),
  scope,
  state,
  causes: causes.map(({ at, ...cause }) => ({ ...cause, since: new Date(at).toISOString() })),
});

/** `paper symbol BTC/USDT is HALTED`, and a line for each cause. */
export function latchLines({ mode, scope, state, causes }: LatchDocument): readonly string[] {
  const name = typeof scope === 'string' ? scope : Object.entries<string>(scope).flat().join(' ');
  return [
    `${mode === undefined ? '' : `${mode} `}${name} is ${state}`,
    ...causes.map(
      ({ cause, state: own, reason, actor, since }) =>
        `  ${cause} (${own}) since ${since} by ${actor.id}: ${reason}`,
    ),
  ];
}
