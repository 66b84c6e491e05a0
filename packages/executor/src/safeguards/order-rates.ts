import { type Book, bookKey, commitSettled, type Json, type Pause, type Store } from '@tradewarden/core';
import { heldUp, type SafeguardRefusal } from './safeguard-codes.ts';
import type { SafeguardLimits } from './safeguard-limits.ts';

const minuteMs = 60_000;
const attempts = 20;

interface Sends {
  /** When each was counted, epoch ms on the store's clock. */
  readonly at: readonly number[];
  /** Tells equal values of two processes apart. */
  readonly last: string;
}

interface RateRequest {
  readonly symbol: string;
  /** Unique to this send. */
  readonly id: string;
}

/**
 * Counts one send against the rates of its symbol and of its account in any 60 seconds, over all processes: both counts
 * move in one commit, or neither. What is counted and then not sent counts all the same.
 */
export async function countSend(
  { store, book, pause }: { readonly store: Store; readonly book: Book; readonly pause: Pause },
  { symbol, id }: RateRequest,
  limits: Pick<SafeguardLimits, 'symbolOrdersPerMinute' | 'accountOrdersPerMinute'>,
): Promise<SafeguardRefusal | undefined> {
  const scopes = [
    { key: bookKey(book, 'order-rate', 'symbol', symbol), limit: limits.symbolOrdersPerMinute, name: symbol },
    { key: bookKey(book, 'order-rate', 'account'), limit: limits.accountOrdersPerMinute, name: book.account },
  ];
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const entries = await store.get(scopes.map(({ key }) => key));
    const now = store.now();
    const counted = scopes.map((scope, index) => {
      const sends = entries[index]?.value as unknown as Sends | undefined;
      // A clock that was put back must not keep what it wrote for longer than a minute from now.
      const at = (sends?.at ?? []).map((sent) => Math.min(sent, now)).filter((sent) => sent > now - minuteMs);
      return {
        key: scope.key,
        limit: scope.limit,
        name: scope.name,
        at,
        version: entries[index]?.version ?? 0,
      };
    });
    const full = counted.find(({ at, limit }) => at.length >= limit);
    if (full !== undefined)
      return heldUp('ORDER_RATE', `${full.name}: ${full.at.length} orders within a minute`);
    const result = await commitSettled(store, {
      checks: counted.map(({ key, version }) => ({ key, version })),
      puts: counted.map(({ key, at }) => ({
        key,
        value: { at: [...at, now], last: `${id} ${now}` } satisfies Sends as unknown as Json,
        ttlMs: 2 * minuteMs,
      })),
    });
    if (result.ok) return undefined;
    await pause(2 * attempt);
  }
  return heldUp('ORDER_RATE', 'the counts of orders kept changing');
}
