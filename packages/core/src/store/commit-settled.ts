import { canonicalJson } from '../domain/canonical-json.ts';
import { StoreMisuseError, StoreUnknownError } from '../errors/store-errors.ts';
import { fencesOf } from './fence.ts';
import type { Check, CommitResult } from './store-driver.ts';
import type { Commit, Entry, Store } from './store.ts';

/** A commit whose outcome is known. Sequences are missing: a lost answer took them along. */
export type SettledResult =
  | { readonly ok: true; readonly version: number }
  | Exclude<CommitResult, { readonly ok: true }>;

/**
 * Whether the entry that stands at the fenced key now shows that this commit was applied.
 * Called only when its version is no longer the checked one.
 */
export type WasApplied = (entry: Entry | null) => boolean;

const attempts = 4;

/**
 * Commits, and settles a lost answer by itself. The fenced key tells: as long as it has the checked version the
 * commit was not applied and is sent again (should the first one still be under way, the fence lets only one of
 * the two pass); when it holds our value the commit was applied; anything else is a conflict, after which the
 * caller reads afresh as after every conflict.
 *
 * By default "our value" means equal to the value put, so a value that two callers could both put must carry an
 * id. A fence that is only deleted cannot tell who deleted it, which counts as a conflict. `wasApplied`
 * replaces this test where the key may be rewritten soon after.
 *
 * @throws {StoreUnknownError} the store stayed away while settling: still nobody knows.
 * @throws {StoreUnavailableError} the first try failed for certain.
 */
export async function commitSettled(
  store: Store,
  commit: Commit,
  wasApplied: WasApplied = putsOf(commit),
): Promise<SettledResult> {
  const [fence] = fencesOf(commit);
  if (fence === undefined) throw new StoreMisuseError('a commit without a fenced key cannot be settled');
  let lost: StoreUnknownError | undefined;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    let result: CommitResult | undefined;
    try {
      result = await store.commit(commit);
    } catch (error) {
      lost = asLost(error, lost);
    }
    // A bound is tested after all checks, so the fence was still standing: not applied.
    if (result !== undefined && (lost === undefined || result.ok || result.reason === 'bound')) return result;
    const settled = (await settle(store, fence, wasApplied, lost)) ?? result;
    if (settled !== undefined) return settled;
  }
  throw lost ?? new StoreUnknownError(`commit on ${fence.key} could not be settled in ${attempts} attempts`);
}

/** Once an answer was lost, a later certain failure says nothing about the first try. */
function asLost(error: unknown, lost: StoreUnknownError | undefined): StoreUnknownError {
  if (StoreUnknownError.isInstance(error)) return error;
  throw lost ?? error;
}

/** Undefined while the fenced key is as it was: not applied so far. */
async function settle(
  store: Store,
  fence: Check,
  wasApplied: WasApplied,
  lost: StoreUnknownError | undefined,
): Promise<SettledResult | undefined> {
  const [entry = null] = await store.get([fence.key]).catch((error: unknown) => {
    throw lost ?? error;
  });
  const version = entry?.version ?? 0;
  if (version === fence.version) return undefined;
  if (wasApplied(entry)) return { ok: true, version };
  return { ok: false, reason: 'conflict', key: fence.key, version };
}

function putsOf(commit: Commit): WasApplied {
  return (entry) => {
    const put = commit.puts?.find(({ key }) => key === entry?.key);
    return put !== undefined && entry !== null && canonicalJson(put.value) === canonicalJson(entry.value);
  };
}
