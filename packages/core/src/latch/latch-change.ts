import { auditAppend } from '../audit/audit-record.ts';
import type { Book } from '../domain/decision.ts';
import type { Json } from '../domain/json.ts';
import type { Append, Put } from '../store/store.ts';
import type { Check } from '../store/store-driver.ts';
import { type Latch, type LatchCause, type LatchScope, scopeText } from './latch.ts';
import { latchKey } from './latch-keys.ts';
import { isAtLeast, strictest, type TradingState } from './trading-state.ts';

type LatchBook = Pick<Book, 'account' | 'mode'>;

/** What a latch writes when it changes, for use in the commit of whatever changes it. */
export interface LatchChange {
  /** First among the checks of a commit of its own, so that it fences it. */
  readonly check: Check;
  readonly puts: readonly Put[];
  readonly deletes: readonly string[];
  /** One record of each cause that is new or stricter; one of a release. */
  readonly appends: readonly Append[];
  readonly state: TradingState | 'ACTIVE';
  readonly causes: readonly LatchCause[];
}

/** The latch with these causes in it; `undefined` when each stands in it already, as strict or stricter. Never loosens. */
export function tightened(
  book: LatchBook,
  scope: LatchScope,
  before: Latch | undefined,
  added: readonly LatchCause[],
): LatchChange | undefined {
  const key = latchKey(book, scope);
  let causes = before?.causes ?? [];
  let state: TradingState | 'ACTIVE' = before?.state ?? 'ACTIVE';
  const appends: Append[] = [];
  for (const cause of added) {
    const known = causes.find((open) => open.cause === cause.cause);
    if (known !== undefined && isAtLeast(known.state, cause.state)) continue;
    causes = [...causes.filter((open) => open !== known), cause];
    const next = strictest(causes.map((open) => open.state));
    appends.push(changeRecord(book, scope, { from: state, to: next }, cause));
    state = next;
  }
  if (appends.length === 0) return undefined;
  return {
    check: { key, version: before?.version ?? 0 },
    puts: [{ key, value: { causes } as unknown as Json }],
    deletes: [],
    appends,
    state,
    causes,
  };
}

/** The latch without one of its causes, or without any. */
export function loosened(
  book: LatchBook,
  before: Latch,
  { cause, ...by }: Pick<LatchCause, 'reason' | 'actor' | 'at'> & { readonly cause?: string },
): LatchChange {
  const { scope } = before;
  const key = latchKey(book, scope);
  const causes = before.causes.filter((open) => cause !== undefined && open.cause !== cause);
  const ends = causes.length === 0;
  const state = ends ? 'ACTIVE' : strictest(causes.map((open) => open.state));
  const released = { cause: cause ?? before.causes.map((open) => open.cause).join(', '), ...by };
  return {
    check: { key, version: before.version },
    puts: ends ? [] : [{ key, value: { causes } as unknown as Json }],
    deletes: ends ? [key] : [],
    appends: [changeRecord(book, scope, { from: before.state, to: state }, released)],
    state,
    causes,
  };
}

const changeRecord = (
  book: LatchBook,
  scope: LatchScope,
  { from, to }: { readonly from: TradingState | 'ACTIVE'; readonly to: TradingState | 'ACTIVE' },
  { cause, reason, actor, at }: Pick<LatchCause, 'cause' | 'reason' | 'actor' | 'at'>,
): Append =>
  auditAppend(book.account, {
    type: 'state.changed',
    at,
    actor,
    subject: { account: book.account },
    corr: latchKey(book, scope),
    data: { mode: book.mode, scope: scopeText(scope), from, to, cause, reason },
  });
