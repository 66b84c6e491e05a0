import { type CommitParts, memoryStore, VirtualClock } from '@tradewarden/core';
import { expect, test } from 'vitest';
import { doubleFireKey, fireClaim } from '../src/safeguards/fire-claims.ts';

const book = { account: 'main', mode: 'paper', venue: 'sim' } as const;
const key = doubleFireKey(book, 'BTC/USDT', 'LONG');
const owners = Array.from({ length: 8 }, (_, index) => `plan-${index}`);

/** How many of eight plans fire when all have looked before any of them writes. */
async function fired(change: (parts: CommitParts) => CommitParts): Promise<number> {
  const store = memoryStore({ clock: new VirtualClock(1_700_000_000_000) });
  const looked = await Promise.all(
    owners.map((owner) => fireClaim(store, book, { key, owner, windowMs: 900_000 })),
  );
  const results = await Promise.all(
    looked.map(async (parts) => ('owner' in parts ? false : (await store.commit(change(parts))).ok)),
  );
  return results.filter(Boolean).length;
}

test('of plans that look at once one fires', async () => {
  expect(await fired((parts) => parts)).toBe(1);
});

test('mutant: looked at and then written, without the check, all of them fire', async () => {
  expect(await fired(({ puts = [] }) => ({ puts }))).toBe(owners.length);
});
