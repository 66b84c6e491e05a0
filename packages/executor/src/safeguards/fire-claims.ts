import {
  type Book,
  bookKey,
  canonicalJson,
  type CommitParts,
  Decimal,
  type Direction,
  type Entry,
  type Json,
  sha256Hex,
  type SizedPlan,
  type Store,
} from '@tradewarden/core';
import { type JournalledPlan, orderJournalKey, ordersOf } from '../order-journal/journalled-plan.ts';
import { ofRole } from '../plan-steps/plan-order.ts';
import { refused, type SafeguardRefusal } from './safeguard-codes.ts';

export interface FireRequest {
  readonly key: string;
  /** The decision that fires. */
  readonly owner: string;
  readonly windowMs: number;
}

interface Fired {
  readonly owner: string;
  /** Epoch ms on the store's clock. */
  readonly at: number;
}

/** How far the clocks of store and venue may be apart, in milliseconds. */
const clocksMs = 60_000;

export const doubleFireKey = (book: Book, symbol: string, direction: Direction): string =>
  bookKey(book, 'claim', 'fire', book.venue, symbol, direction);

/** Over all of a plan but its names: the same signal that came under another id. */
function samePlanKey(book: Book, { plan }: Pick<SizedPlan, 'plan'>): string {
  const { planId: _, revision: __, ...content } = plan;
  return bookKey(book, 'claim', 'plan', sha256Hex(canonicalJson(content as unknown as Json)));
}

/**
 * The parts of a commit that claim a key for one owner until the window is over, counted from the claim: of any number of
 * commits at once one passes. A claim that stands ends early only when nothing of what it allowed can have had an effect.
 * No parts: the claim is this owner's already.
 */
export async function fireClaim(
  store: Store,
  book: Book,
  { key, owner, windowMs }: FireRequest,
): Promise<CommitParts | Fired> {
  const [entry = null] = await store.get([key]);
  const put = { key, value: { owner, at: store.now() }, ttlMs: windowMs };
  if (entry === null) return { checks: [{ key, version: 0 }], puts: [put] };
  const fired = entry.value as unknown as Fired;
  if (fired.owner === owner) return {};
  const journalKey = orderJournalKey(book, fired.owner);
  const [journal = null] = await store.get([journalKey]);
  if (!hadNoEffect(journal, store.now())) return fired;
  return {
    checks: [
      { key, version: entry.version },
      { key: journalKey, version: journal?.version ?? 0 },
    ],
    puts: [put],
  };
}

/** Every leg was denied, rejected, or is proven absent and too late to be sent again. */
function hadNoEffect(entry: Entry | null, now: number): boolean {
  if (entry === null) return false;
  const journalled = entry.value as unknown as JournalledPlan;
  const entries = ofRole(ordersOf(journalled), 'entry');
  if (entries.length < journalled.plan.entries.length) return false;
  return entries.every(({ view }) => {
    if (view.filled.gt(Decimal.zero)) return false;
    if (view.state === 'absent') return now >= view.request.validUntil + clocksMs;
    return view.state === 'denied' || view.state === 'rejected';
  });
}

/** Claims of one plan together; the first that another plan holds refuses. */
export async function fireClaims(
  store: Store,
  book: Book,
  { plan, windowMs }: { readonly plan: SizedPlan; readonly windowMs: number },
): Promise<CommitParts | SafeguardRefusal> {
  const owner = plan.decisionId;
  const { symbol, direction, expiresAt } = plan.plan;
  const fire = await fireClaim(store, book, { key: doubleFireKey(book, symbol, direction), owner, windowMs });
  if ('owner' in fire)
    return refused(
      'DOUBLE_FIRE',
      `${symbol} ${direction} was fired by ${fire.owner} at ${new Date(fire.at).toISOString()}`,
    );
  // Its content names its end: once that is over the same content cannot be sent any more.
  const goodForMs = Math.max(1, expiresAt - store.now()) + windowMs;
  const same = await fireClaim(store, book, { key: samePlanKey(book, plan), owner, windowMs: goodForMs });
  if ('owner' in same) return refused('DUPLICATE_PLAN', `the same plan was fired by ${same.owner}`);
  return {
    checks: [...(fire.checks ?? []), ...(same.checks ?? [])],
    puts: [...(fire.puts ?? []), ...(same.puts ?? [])],
  };
}
