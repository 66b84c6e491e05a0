import { copyFileSync } from 'node:fs';
import { sealAudit, verifyAudit, type VerifyOptions } from '@tradewarden/core/audit';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { describe, expect, test } from 'vitest';
import { rebuilt, rollBack } from './edits.ts';
import { append, newPath, sealedBench, verifyEdited } from './sealed-database.ts';

const { signer, keys, database, edited } = sealedBench();

describe('what nothing inside the database can show', () => {
  const earlier = (): string => database().seals[3]!;

  test('rolled back, the seal forgotten: seen even so', async () => {
    const report = await edited(rollBack(''));
    expect(report).toMatchObject({ kind: 'rolled-back-or-truncated', range: [401, 600], lastGood: 400 });
  });

  test('rolled back with the checkpoints: ok without an anchor, found with one', async () => {
    expect(await edited(rollBack(earlier()))).toMatchObject({ ok: true, checked: 400 });
    const report = await edited(rollBack(earlier()), { keys, anchors: [database().notes[5]!] });
    expect(report).toMatchObject({ ok: false, kind: 'rolled-back-or-truncated', lastGood: 400 });
    expect(report.reason).toContain('500 records');
  });

  test('stolen key, whole history sealed anew: ok without an anchor, found with one', async () => {
    const forged = await rebuilt(
      database().path,
      async (store) => void (await sealAudit(store, 'main', { signers: [signer] })),
    );
    expect(await verifyEdited(forged, () => {}, { keys })).toMatchObject({
      ok: true,
      checked: 601,
      signed: true,
    });
    expect(await verifyEdited(forged, () => {}, { keys, anchors: [database().notes[5]!] })).toMatchObject({
      ok: false,
      kind: 'history-rewritten',
      range: [1, 500],
      lastGood: 0,
    });
    const original = await openSqliteStore({ path: database().path });
    const report = await verifyEdited(forged, () => {}, {
      keys,
      anchors: [database().notes[1]!, database().notes[5]!],
    });
    expect(report).toMatchObject({ kind: 'history-rewritten', range: [101, 500], anchors: 1 });
    await original.close();
  });

  test('an anchor that is itself damaged, or about another log', async () => {
    const options = (anchor: string): VerifyOptions => ({ keys, anchors: [anchor] });
    for (const anchor of [
      'nonsense',
      database().notes[5]!.replace('\n500\n', '\n499\n'),
      database().notes[5]!.replace('main', 'other'),
    ]) {
      expect(await edited(() => {}, options(anchor))).toMatchObject({ ok: false, kind: 'bad-anchor' });
    }
  });
});

test('after a restart the log goes on and still verifies', async () => {
  const copy = newPath();
  copyFileSync(database().path, copy);
  const store = await openSqliteStore({ path: copy });
  await append(store, 5);
  await sealAudit(store, 'main', { signers: [signer] });
  expect(await verifyAudit(store, 'main', { keys, anchors: database().notes })).toMatchObject({
    ok: true,
    checked: 605,
  });
  await store.close();
});
