import type { AuditEvent } from '../audit/audit-record.ts';
import type { Entry } from '../store/store.ts';
import { isTradingState, strictest, type TradingState } from './trading-state.ts';

/** What a latch holds back: everything in the store, the account in its mode, or one venue, source or symbol of it. */
export type LatchScope =
  | 'global'
  | 'account'
  | { readonly venue: string }
  | { readonly source: string }
  | { readonly symbol: string };

/** One reason for a latch, such as the breaker that tripped. */
export interface LatchCause {
  /** Name of what latched, such as `daily-loss` or `operator`; one state per cause. */
  readonly cause: string;
  readonly state: TradingState;
  readonly reason: string;
  readonly actor: AuditEvent['actor'];
  /** Epoch ms. */
  readonly at: number;
}

export interface Latch {
  readonly scope: LatchScope;
  /** The strictest of the open causes. */
  readonly state: TradingState;
  readonly causes: readonly LatchCause[];
  /** Releasing names the version that was looked at. */
  readonly version: number;
}

/** Stands for what cannot be read: it must not let anything pass, and is released like any other cause. */
const unreadable: LatchCause = {
  cause: 'unreadable',
  state: 'HALTED',
  reason: 'the latch in the store cannot be read',
  actor: { kind: 'process', id: 'core' },
  at: 0,
};

/** A latch as it stands in the store. */
export function readLatch(scope: LatchScope, entry: Entry): Latch {
  const { causes } = (entry.value ?? {}) as { readonly causes?: unknown };
  const listed = Array.isArray(causes) ? (causes as readonly LatchCause[]) : [];
  const sound = listed.length > 0 && listed.every((cause) => isTradingState(cause?.state));
  const known = sound ? listed : [unreadable];
  return { scope, state: strictest(known.map(({ state }) => state)), causes: known, version: entry.version };
}

/** `account`, `symbol BTC/USDT`. */
export const scopeText = (scope: LatchScope): string =>
  typeof scope === 'string' ? scope : Object.entries(scope).flat().join(' ');
