import type { CommitResult, ClaimQuery, DriverCommit, StoredEntry, StoreDriver } from './store-driver.ts';

/** The key that a claim moves an entry to. */
const claimedKey = (into: string, key: string): string => into + key.slice(key.lastIndexOf('/') + 1);

type Send = (commit: DriverCommit) => Promise<CommitResult>;

/**
 * A claim for drivers that have none: a scan, then one commit for each entry, fenced by its version, so that of
 * several takers one wins. `send` groups the commits into batches.
 */
export async function claimEntries(
  driver: StoreDriver,
  send: Send,
  { prefix, notAfter, limit, into }: ClaimQuery,
): Promise<readonly StoredEntry[]> {
  const found = (await driver.scan({ prefix, limit })).filter(({ key }) => key <= notAfter);
  const moved = await Promise.allSettled(
    found.map(async ({ key, value, version }) => {
      const target = claimedKey(into, key);
      const result = await send({
        checks: [
          { key, version },
          { key: target, version: 0 },
        ],
        adds: [],
        puts: [{ key: target, value }],
        deletes: [key],
        appends: [],
      });
      return result.ok ? [{ key: target, value, version: result.version }] : [];
    }),
  );
  return moved.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []));
}
