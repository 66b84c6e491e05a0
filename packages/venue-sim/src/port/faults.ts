/** What a venue is asked for. */
export type VenueCall =
  | 'submit'
  | 'cancel'
  | 'lookup'
  | 'openOrders'
  | 'fillsSince'
  | 'positions'
  | 'balances'
  | 'serverTime'
  | 'identity';

/** What becomes of one call. */
export type Fate =
  | { readonly kind: 'answered' }
  /** Never arrives, and nobody learns it. */
  | { readonly kind: 'request-lost' }
  /** Takes effect, and nobody learns it. */
  | { readonly kind: 'answer-lost' }
  /** Arrives so much later, and nobody learns it. */
  | { readonly kind: 'delayed'; readonly ms: number }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  /** Provably nothing left. */
  | { readonly kind: 'not-sent' }
  /** A read answers as the last one of its kind did. */
  | { readonly kind: 'stale' }
  /** Executions come in another order, and once more those that were told before; any other read as it is. */
  | { readonly kind: 'shuffled' };

/** Decides the fate of every call, in the order in which they are made. */
export interface FaultPlan {
  fate(call: VenueCall): Fate;
}

/** Every call is answered. */
export const noFaults: FaultPlan = { fate: () => ({ kind: 'answered' }) };

export interface ScriptedFault {
  readonly call: VenueCall;
  /** Counts from 1 among the calls of this kind. */
  readonly nth: number;
  readonly fate: Fate;
}

/** These calls meet these fates, all others are answered. */
export function scriptedFaults(script: readonly ScriptedFault[]): FaultPlan {
  const counts = new Map<VenueCall, number>();
  return {
    fate: (call) => {
      const nth = (counts.get(call) ?? 0) + 1;
      counts.set(call, nth);
      return script.find((fault) => fault.call === call && fault.nth === nth)?.fate ?? { kind: 'answered' };
    },
  };
}
