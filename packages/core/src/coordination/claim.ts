import { commitSettled, type SettledResult } from '../store/commit-settled.ts';
import type { Json } from '../domain/json.ts';
import type { Commit, Store } from '../store/store.ts';

export interface ClaimRequest {
  /** Below the account, such as `bookKey(book, 'claim', …)`. */
  readonly key: string;
  /** Who claims, such as a plan or the id of a webhook delivery: the same owner passes again. */
  readonly owner: string;
  /** Counted from the claim that stands: an attempt that is blocked does not extend it. */
  readonly windowMs: number;
}

export interface StandingClaim {
  readonly owner: string;
  /** Epoch ms on the store's clock. */
  readonly at: number;
}

export type ClaimOutcome =
  /** This call claimed it, and its effects are written. */
  | { readonly status: 'claimed' }
  /** Claimed by the same owner before, with its effects; nothing was written now. */
  | { readonly status: 'own'; readonly claim: StandingClaim }
  | { readonly status: 'held'; readonly claim: StandingClaim }
  /** A check or bound of the effects failed; nothing was claimed. */
  | { readonly status: 'refused'; readonly result: Exclude<SettledResult, { readonly ok: true }> };

/**
 * Claims a key for one owner, atomically with whatever it allows: of any number of attempts at once one passes.
 * Serves double fire, duplicate signals and webhook ids. Effects that add or append with a window below 60 s need
 * a fence of their own.
 */
export async function claimOnce(
  store: Store,
  { key, owner, windowMs }: ClaimRequest,
  effects: Commit = {},
): Promise<ClaimOutcome> {
  for (;;) {
    const [entry] = await store.get([key]);
    if (entry !== null && entry !== undefined) {
      const claim = entry.value as unknown as StandingClaim;
      return { status: claim.owner === owner ? 'own' : 'held', claim };
    }
    const claim: StandingClaim = { owner, at: store.now() };
    const result = await commitSettled(store, {
      ...effects,
      checks: [{ key, version: 0 }, ...(effects.checks ?? [])],
      puts: [{ key, value: claim as unknown as Json, ttlMs: windowMs }, ...(effects.puts ?? [])],
    });
    if (result.ok) return { status: 'claimed' };
    if (result.reason === 'bound' || result.key !== key) return { status: 'refused', result };
  }
}
