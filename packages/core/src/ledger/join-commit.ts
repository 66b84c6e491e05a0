import type { SettledResult } from '../store/commit-settled.ts';
import type { Check } from '../store/store-driver.ts';
import type { Commit } from '../store/store.ts';

export type CommitParts = Pick<Commit, 'checks' | 'puts' | 'appends'>;

/**
 * What a caller writes in the same commit as a step of the ledger. Asked again when the commit finds something changed,
 * so without effects; `undefined`: the step must not be made.
 */
export type JoinCommit = () => Promise<CommitParts | undefined>;

/** The commit with these parts after its own. */
export const withParts = (commit: Commit, { checks, puts, appends }: CommitParts): Commit => ({
  ...commit,
  checks: [...(commit.checks ?? []), ...(checks ?? [])],
  puts: [...(commit.puts ?? []), ...(puts ?? [])],
  appends: [...(commit.appends ?? []), ...(appends ?? [])],
});

/** It was not what the step itself reads that has changed: trying again would find the same. */
export const isFencedOut = (result: SettledResult, fence: readonly Check[]): boolean =>
  !result.ok && result.reason === 'conflict' && fence.some(({ key }) => key === result.key);
