import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signerOf, writeRecords } from '../../../test/audited.ts';
import { memoryStore } from '../../store/memory-store.ts';
import { auditLog } from '../audit-record.ts';
import { leafHash, MerkleTree } from '../merkle-tree.ts';
import { sealAudit } from '../seal-audit.ts';
import { rootOfPath, siblingRanges } from './inclusion-path.ts';
import { proveRecord } from './prove-record.ts';
import { verifyProof } from './verify-proof.ts';

const night = process.env['TRADEWARDEN_RUNS'] === 'night';

test('every leaf of every tree of up to 70 leaves has a path that leads to the root, and no other does', () => {
  for (let size = 1; size <= 70; size += 1) {
    const leaves = Array.from({ length: size }, (_, index) => leafHash(index, `r${index}`));
    const rootOf = (from: number, to: number): Uint8Array => {
      const tree = new MerkleTree();
      for (const leaf of leaves.slice(from, to)) tree.push(leaf);
      return Buffer.from(tree.root(), 'base64');
    };
    const root = rootOf(0, size);
    for (const [index, leaf] of leaves.entries()) {
      const path = siblingRanges(index, size).map(([from, to]) => rootOf(from, to));
      expect(rootOfPath(leaf, index, size, path)).toEqual(root);
      expect(rootOfPath(leafHash(index, 'other'), index, size, path)).not.toEqual(root);
      expect(rootOfPath(leaf, index, size, [...path, leaf])).toBeUndefined();
      if (size > 1) expect(rootOfPath(leaf, (index + 1) % size, size, path)).not.toEqual(root);
    }
  }
});

const signer = signerOf('keeper');
const keys = [{ vkey: signer.vkey }];

async function proofOf(sequence: number): Promise<string> {
  const store = memoryStore();
  await writeRecords(store, 1300);
  await sealAudit(store, 'main', { signers: [signer] });
  const proved = await proveRecord(store, 'main', sequence);
  if (!proved.ok) throw new Error(proved.message);
  return proved.proof;
}

test('a proof shows one record, and verifies without the store', async () => {
  const proof = await proofOf(1042);
  expect(proof).toMatch(
    /^c2sp\.org\/tlog-proof@v1\nextra \S+\nindex 1041\n(\S{44}\n){10}\ntradewarden\/main\/audit\n1301\n/,
  );
  const report = verifyProof(proof, { keys });
  expect(report).toMatchObject({
    ok: true,
    sequence: 1042,
    size: 1301,
    record: { type: 'test', data: { number: 1042, text: 'é "q"' } },
    anchored: false,
  });
  expect(verifyProof(proof, { anchors: [proof.slice(proof.indexOf('\n\n') + 2)] })).toMatchObject({
    anchored: true,
  });
  expect(verifyProof(proof, { keys: [{ vkey: signerOf('keeper').vkey }] })).toMatchObject({
    ok: false,
    reason: expect.stringContaining('bad-signature') as string,
  });
  expect(verifyProof(proof, { anchors: ['x'] })).toMatchObject({ ok: false });
});

test('any byte of a proof changed is found', async () => {
  const bytes = Buffer.from(await proofOf(7));
  fc.assert(
    fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 127 }), (at, change) => {
      const changed = Buffer.from(bytes);
      changed[at]! ^= change;
      expect(verifyProof(changed.toString(), { keys })).toMatchObject({ ok: false });
    }),
    { numRuns: night ? 20_000 : 2000 },
  );
});

describe('what cannot be proved is refused with the reason', () => {
  test.each([
    [0, 'no-record'],
    [6, 'no-record'],
    [4, 'not-sealed'],
  ])('record %i: %s', async (sequence, reason) => {
    const store = memoryStore();
    await writeRecords(store, 3);
    await sealAudit(store, 'main');
    await writeRecords(store, 2);
    expect(await proveRecord(store, 'main', sequence)).toMatchObject({ ok: false, reason });
  });

  test('a record that was trimmed, unless its text comes from the export', async () => {
    const store = memoryStore();
    await writeRecords(store, 3);
    const [first] = await store.read(auditLog('main'), { after: 0, limit: 1 });
    await sealAudit(store, 'main');
    await store.trim(auditLog('main'), 2);
    expect(await proveRecord(store, 'main', 1)).toMatchObject({ ok: false, reason: 'trimmed' });
    expect(await proveRecord(store, 'main', 1, '{}')).toMatchObject({ ok: false, reason: 'broken' });
    const proved = await proveRecord(store, 'main', 1, first?.text ?? '');
    expect(proved.ok && verifyProof(proved.proof)).toMatchObject({
      ok: true,
      record: { data: { number: 1 } },
    });
  });
});
