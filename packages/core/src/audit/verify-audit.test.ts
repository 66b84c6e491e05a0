import { expect, test } from 'vitest';
import { memoryDriver } from '../store/memory-driver.ts';
import { openStore } from '../store/open-store.ts';
import type { StoreDriver, StoredLogEntry } from '../store/store-driver.ts';
import { auditAppend, auditLog } from './audit-record.ts';
import { leafHash, MerkleTree } from './merkle-tree.ts';
import { checkpointLog, leafLog, sealAudit } from './seal-audit.ts';
import { verifyAudit, type VerifyReport } from './verify-audit.ts';

const log = auditLog('main');

async function write(driver: StoreDriver, count: number): Promise<void> {
  const store = openStore(driver);
  for (let index = 0; index < count; index += 1) {
    const key = `k${(await store.head(log)).last}`;
    const event = {
      type: 'test',
      at: index,
      actor: { kind: 'process', id: 't' },
      subject: {},
      corr: 'c',
      data: { index },
    } as const;
    await store.commit({
      checks: [{ key, version: 0 }],
      puts: [{ key, value: 1 }],
      appends: [auditAppend('main', event)],
    });
  }
}

/** Two seals: 7 records, then 5; then 2 that are not sealed. */
async function sealed(): Promise<StoreDriver> {
  const driver = memoryDriver();
  const store = openStore(driver);
  await write(driver, 7);
  expect(await sealAudit(store, 'main')).toBe(7);
  await write(driver, 5);
  await sealAudit(store, 'main');
  await write(driver, 2);
  return driver;
}

/** The same data with the entries of one log changed on the way out, as if by hand. */
const tampered = (
  driver: StoreDriver,
  name: string,
  change: (entries: readonly StoredLogEntry[]) => readonly StoredLogEntry[],
): StoreDriver => ({
  ...driver,
  read: async (asked, query) => {
    if (asked !== name) return driver.read(asked, query);
    const all = change(await driver.read(asked, { after: 0, limit: 1000 }));
    return all.filter(({ sequence }) => sequence > query.after).slice(0, query.limit);
  },
  head: async (asked) => {
    if (asked !== name) return driver.head(asked);
    const all = change(await driver.read(asked, { after: 0, limit: 1000 }));
    return { first: all[0]?.sequence ?? 1, last: all.at(-1)?.sequence ?? 0 };
  },
});
const verified = (driver: StoreDriver): Promise<VerifyReport> => verifyAudit(openStore(driver), 'main');

test('an untouched log verifies, and says how much is not sealed', async () => {
  expect(await verified(await sealed())).toEqual({
    ok: true,
    lastGood: 12,
    checked: 12,
    unsealed: 2,
    checkpoints: 2,
  });
  expect(await verified(memoryDriver())).toMatchObject({ ok: true, checked: 0, unsealed: 0 });
});

test.each<[string, (entries: readonly StoredLogEntry[]) => readonly StoredLogEntry[], Partial<VerifyReport>]>(
  [
    [
      'a byte changed',
      (all) =>
        all.map((entry) =>
          entry.sequence === 9 ? { ...entry, value: entry.value.replace('test', 'tesT') } : entry,
        ),
      { kind: 'record-changed', firstBad: 9, lastGood: 7 },
    ],
    [
      'a record removed',
      (all) => all.filter(({ sequence }) => sequence !== 4),
      { kind: 'missing-record', firstBad: 4 },
    ],
    [
      'two swapped',
      (all) =>
        all.map((entry) => ({
          ...entry,
          value: all[[0, 2, 1][entry.sequence - 1] ?? entry.sequence - 1]?.value ?? '',
        })),
      { kind: 'record-changed', firstBad: 2 },
    ],
    ['the tail cut', (all) => all.slice(0, 10), { kind: 'missing-record', firstBad: 11, lastGood: 7 }],
  ],
)('%s is found and located', async (_, change, expected) => {
  expect(await verified(tampered(await sealed(), log, change))).toMatchObject({ ok: false, ...expected });
});

test('a changed leaf table is told from a changed record', async () => {
  const other = Buffer.alloc(7 * 32, 1).toString('base64');
  const change = (all: readonly StoredLogEntry[]): readonly StoredLogEntry[] =>
    all.map((entry) =>
      entry.sequence === 1 ? { ...entry, value: JSON.stringify({ from: 1, hashes: other }) } : entry,
    );
  expect(await verified(tampered(await sealed(), leafLog('main'), change))).toMatchObject({
    kind: 'leaf-table-changed',
    firstBad: 1,
  });
});

test('records and leaf table rewritten together: the checkpoint gives the range', async () => {
  const driver = await sealed();
  const records = await driver.read(log, { after: 0, limit: 100 });
  const changed = records.map((entry) =>
    entry.sequence === 3 ? { ...entry, value: entry.value.replace('test', 'tesT') } : entry,
  );
  const hashes = Buffer.concat(
    changed.slice(0, 7).map(({ sequence, value }) => leafHash(sequence, value)),
  ).toString('base64');
  const rewritten = tampered(
    tampered(driver, log, () => changed),
    leafLog('main'),
    (all) =>
      all.map((entry) =>
        entry.sequence === 1 ? { ...entry, value: JSON.stringify({ from: 1, hashes }) } : entry,
      ),
  );
  expect(await verified(rewritten)).toMatchObject({
    ok: false,
    kind: 'changed-within-range',
    range: [1, 7],
    lastGood: 0,
  });
});

test('sealers may race', async () => {
  const driver = memoryDriver();
  const store = openStore(driver);
  await write(driver, 30);
  const counts = await Promise.all([
    sealAudit(store, 'main'),
    sealAudit(store, 'main'),
    sealAudit(store, 'main'),
  ]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(30);
  expect((await store.head(checkpointLog('main'))).last).toBe(1);
  expect((await verified(driver)).ok).toBe(true);
});

test('the tree head is that of RFC 6962', () => {
  // Merkle tree of RFC 6962 over no leaves is SHA-256 of nothing.
  expect(Buffer.from(new MerkleTree().root(), 'base64').toString('hex')).toBe(
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  );
  const tree = new MerkleTree();
  for (let leaf = 1; leaf <= 5; leaf += 1) tree.push(leafHash(leaf, `r${leaf}`));
  const resumed = new MerkleTree(5, tree.frontier);
  tree.push(leafHash(6, 'r6'));
  resumed.push(leafHash(6, 'r6'));
  expect(resumed.root()).toBe(tree.root());
});
