import { expect, test } from 'vitest';
import { auditAppend, auditLog } from '../audit-record.ts';
import { ed25519Signer, newPrivateKey, type Signer } from '../keys/signer.ts';
import { rotateAuditKey } from '../keys/rotate-audit-key.ts';
import { sealAudit } from '../seal-audit.ts';
import { checkpointLog, leafLog } from '../seal-state.ts';
import { memoryStore } from '../../store/memory-store.ts';
import type { Store } from '../../store/store.ts';
import { verifyAudit } from './verify-audit.ts';

async function write(store: Store, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const key = `k${(await store.head(auditLog('main'))).last}`;
    await store.commit({
      checks: [{ key, version: 0 }],
      puts: [{ key, value: 1 }],
      appends: [
        auditAppend('main', {
          type: 'test',
          at: index,
          actor: { kind: 'process', id: 't' },
          subject: {},
          corr: 'c',
          data: { index },
        }),
      ],
    });
  }
}

const signerOf = (name: string): Signer => ed25519Signer(name, newPrivateKey());

test('an untouched log verifies, and says how much is not sealed', async () => {
  const store = memoryStore();
  expect(await verifyAudit(store, 'main')).toEqual({
    ok: true,
    lastGood: 0,
    checked: 0,
    unsealed: 0,
    checkpoints: 0,
    signedBy: [],
    signed: false,
    anchors: 0,
  });
  await write(store, 7);
  expect(await sealAudit(store, 'main')).toBe(7);
  await write(store, 5);
  await sealAudit(store, 'main');
  await write(store, 2);
  expect(await verifyAudit(store, 'main')).toEqual({
    ok: true,
    lastGood: 12,
    checkpoint: { index: 2, size: 12, at: '1970-01-01T00:00:00.004Z' },
    checked: 12,
    unsealed: 2,
    checkpoints: 2,
    signedBy: [],
    signed: false,
    anchors: 0,
  });
});

test('sealers may race', async () => {
  const store = memoryStore();
  await write(store, 30);
  const counts = await Promise.all([1, 2, 3].map(() => sealAudit(store, 'main')));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(30);
  expect((await store.head(checkpointLog('main'))).last).toBe(1);
  expect((await verifyAudit(store, 'main')).ok).toBe(true);
});

test('sealing reads only what is new: it never looks at a record, block or checkpoint again', async () => {
  const store = memoryStore();
  const asked: string[] = [];
  const watched: Store = Object.assign(Object.create(store) as Store, {
    description: store.description,
    get: (keys: readonly string[]) => store.get(keys),
    now: () => store.now(),
    commit: (commit: Parameters<Store['commit']>[0]) => store.commit(commit),
    read: (log: string, query: { readonly after: number; readonly limit: number }) => {
      asked.push(`${log} after ${query.after}`);
      return store.read(log, query);
    },
  });
  for (const [size, count] of [
    [0, 1500],
    [1500, 10],
    [1510, 1],
  ] as const) {
    await write(store, count);
    asked.length = 0;
    await sealAudit(watched, 'main');
    expect(asked.every((text) => Number(text.split(' ').at(-1)) >= size)).toBe(true);
    expect(asked.every((text) => text.startsWith(`${auditLog('main')} `))).toBe(true);
  }
});

test('a signed log says by whom; its key is a record; without the key nobody seals on', async () => {
  const store = memoryStore();
  const signer = signerOf('alice');
  await write(store, 3);
  await sealAudit(store, 'main', { signers: [signer] });
  const report = await verifyAudit(store, 'main', { keys: [{ vkey: signer.vkey }] });
  expect(report).toMatchObject({ ok: true, signed: true, checked: 4 });
  expect(report.signedBy).toEqual([signer.vkey.split('+').slice(0, 2).join('+')]);
  const [record] = await store.read(auditLog('main'), { after: 3, limit: 1 });
  expect(record?.value).toMatchObject({
    type: 'audit.key',
    data: { keys: [{ vkey: signer.vkey, fromSize: 1 }] },
  });
  await write(store, 1);
  await expect(sealAudit(store, 'main')).rejects.toMatchObject({ code: 'AUDIT_KEY_MISSING' });
  await expect(sealAudit(store, 'main', { signers: [signerOf('bob')] })).rejects.toMatchObject({
    code: 'AUDIT_KEY_MISSING',
  });
});

test('keys rotate: both sign over the overlap, then the new one alone', async () => {
  const store = memoryStore();
  const [first, second] = [signerOf('first'), signerOf('second')];
  const signers = [first, second];
  await write(store, 3);
  await sealAudit(store, 'main', { signers });
  const keys = await rotateAuditKey(store, 'main', second.vkey);
  expect(keys).toEqual([
    { vkey: first.vkey, fromSize: 1, toSize: 2004 },
    { vkey: second.vkey, fromSize: 5 },
  ]);
  expect(await rotateAuditKey(store, 'main', second.vkey)).toEqual(keys);
  await sealAudit(store, 'main', { signers });
  await write(store, 2100);
  await sealAudit(store, 'main', { signers });
  await write(store, 1);
  // The old key is not needed any more.
  await sealAudit(store, 'main', { signers: [second] });
  expect(await verifyAudit(store, 'main', { keys })).toMatchObject({ ok: true, signed: true, checked: 2106 });
  const signatures = (await store.read(checkpointLog('main'), { after: 0, limit: 100 })).map(({ value }) =>
    (value as string).match(/^— \S+/gmu)?.map((line) => line.slice(2)),
  );
  expect(signatures).toEqual([
    ['first'],
    ['first'],
    ['first', 'second'],
    ['first', 'second'],
    ['second'],
    ['second'],
    ['second'],
  ]);
  // A key that should have signed and did not is a fault; so is one that answers for too little.
  expect(await verifyAudit(store, 'main', { keys: [{ vkey: first.vkey }] })).toMatchObject({
    ok: false,
    kind: 'bad-signature',
  });
});

test('a signer whose signature does not belong to its key seals nothing', async () => {
  const store = memoryStore();
  const [alice, bob] = [signerOf('alice'), signerOf('bob')];
  await write(store, 1);
  await expect(
    sealAudit(store, 'main', { signers: [{ ...alice, sign: (bytes) => bob.sign(bytes) }] }),
  ).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  expect((await store.head(leafLog('main'))).last).toBe(0);
});
