import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { writeRecords } from '../../../test/audited.ts';
import { overriddenStore } from '../../../test/overridden-store.ts';
import { memoryStore } from '../../store/memory-store.ts';
import type { Store } from '../../store/store.ts';
import { lastCheckpoint } from '../anchor/audit-anchor.ts';
import { auditLog } from '../audit-record.ts';
import { exportAudit } from '../export/export-audit.ts';
import { ed25519Signer, newPrivateKey } from '../keys/signer.ts';
import { proveRecord } from '../proof/prove-record.ts';
import { verifyProof } from '../proof/verify-proof.ts';
import { sealAudit } from '../seal-audit.ts';
import { verifyAudit } from '../verify/verify-audit.ts';
import { trimAudit, type TrimOptions } from './trim-audit.ts';

const signer = ed25519Signer('test', newPrivateKey());
const keys = [{ vkey: signer.vkey }];

/** Five records under one checkpoint, three under the next; the first five exported, everything anchored. */
async function retained(): Promise<{
  readonly store: Store;
  readonly options: TrimOptions;
  readonly lines: string[];
}> {
  const store = memoryStore();
  await writeRecords(store, 5);
  await sealAudit(store, 'main', { signers: [signer] });
  await sealAudit(store, 'main', { signers: [signer] });
  const { last } = await store.head(auditLog('main'));
  const lines: string[] = [];
  for await (const line of exportAudit(store, 'main', {})) lines.push(line);
  await writeRecords(store, 3);
  await sealAudit(store, 'main', { signers: [signer] });
  const anchor = (await lastCheckpoint(store, 'main')) ?? '';
  async function* exported(): AsyncGenerator<string> {
    yield* lines;
  }
  return { store, lines, options: { upTo: last, exported, anchors: [anchor], keys } };
}

test('a trimmed log verifies, proves what is left, and what is gone from the export', async () => {
  const { store, options, lines } = await retained();
  const [first] = await store.read(auditLog('main'), { after: 0, limit: 1 });
  const file = lines.map((line) => `${line}\n`).join('');
  expect(await trimAudit(store, 'main', options)).toEqual({
    ok: true,
    upTo: options.upTo,
    exportSha256: createHash('sha256').update(file).digest('hex'),
  });
  expect((await store.head(auditLog('main'))).first).toBe(options.upTo + 1);
  await sealAudit(store, 'main', { signers: [signer] });
  const { anchors } = options;
  expect(await verifyAudit(store, 'main', { keys, anchors })).toMatchObject({
    ok: true,
    trimmed: options.upTo,
    signed: true,
    anchors: 1,
  });
  const left = await proveRecord(store, 'main', options.upTo + 1);
  const gone = await proveRecord(store, 'main', 1, first?.text ?? '');
  expect(left.ok && verifyProof(left.proof, { keys }).ok).toBe(true);
  expect(gone.ok && verifyProof(gone.proof, { keys }).ok).toBe(true);
});

test.each<[string, (options: TrimOptions, lines: readonly string[]) => Partial<TrimOptions>]>([
  ['legal-hold', () => ({ legalHold: true })],
  ['not-sealed', ({ upTo }) => ({ upTo: upTo + 1 })],
  ['not-anchored', () => ({ anchors: [] })],
  ['broken', ({ anchors }) => ({ anchors: anchors.map((note) => note.replace(/\n\d+\n/, '\n999\n')) })],
  [
    'not-exported',
    (_options, lines) => ({ exported: () => listed(lines.filter((_, index) => index !== 2)) }),
  ],
  ['not-exported', (_options, lines) => ({ exported: () => listed(lines.slice(0, -1)) })],
])('%s: nothing is forgotten and nothing recorded', async (reason, change) => {
  const { store, options, lines } = await retained();
  const before = await store.head(auditLog('main'));
  const result = await trimAudit(store, 'main', { ...options, ...change(options, lines) });
  expect(result).toMatchObject({ ok: false, reason });
  expect(await store.head(auditLog('main'))).toEqual(before);
});

test('sealed in between, the log verifies at every moment; what cannot be sealed is not trimmed', async () => {
  const { store, options } = await retained();
  const before = await store.head(auditLog('main'));
  const refusing = { ...options, seal: () => sealAudit(store, 'main', { signers: [] }) };
  await expect(trimAudit(store, 'main', refusing)).rejects.toThrow('private key is not here');
  expect((await store.head(auditLog('main'))).first).toBe(before.first);
  const seal = () => sealAudit(store, 'main', { signers: [signer] });
  expect((await trimAudit(store, 'main', { ...options, seal })).ok).toBe(true);
  const { anchors } = options;
  expect(await verifyAudit(store, 'main', { keys, anchors })).toMatchObject({ ok: true, unsealed: 0 });
});

test('a dry run checks everything and changes nothing', async () => {
  const { store, options } = await retained();
  const before = await store.head(auditLog('main'));
  const dry = await trimAudit(store, 'main', { ...options, dryRun: true });
  expect(dry).toMatchObject({ ok: true, upTo: options.upTo });
  expect(await trimAudit(store, 'main', { ...options, dryRun: true, anchors: [] })).toMatchObject({
    reason: 'not-anchored',
  });
  expect(await store.head(auditLog('main'))).toEqual(before);
  expect(await trimAudit(store, 'main', options)).toEqual(dry);
});

test.each([0, 3])(
  'a process that died with %i records forgotten is finished by the next call',
  async (count) => {
    const { store, ...kept } = await retained();
    const options = { ...kept.options, seal: () => sealAudit(store, 'main', { signers: [signer] }) };
    const dying = overriddenStore(store, {
      trim: async (log) => {
        if (count > 0) await store.trim(log, count);
        throw new Error('died');
      },
    });
    await expect(trimAudit(dying, 'main', options)).rejects.toThrow('died');
    expect((await verifyAudit(store, 'main', { keys, anchors: options.anchors })).ok).toBe(true);
    expect((await trimAudit(store, 'main', options)).ok).toBe(true);
    const { first, last } = await store.head(auditLog('main'));
    expect(first).toBe(options.upTo + 1);
    const types = (await store.read(auditLog('main'), { after: 0, limit: 99 })).map(
      ({ value }) => (value as { readonly type: string }).type,
    );
    expect(types.filter((type) => type === 'audit.trim')).toHaveLength(1);
    expect(last).toBe(first + types.length - 1);
  },
);

test('a log that somebody else trims while it is verified is good', async () => {
  const { store, options } = await retained();
  const { anchors, upTo } = options;
  let isTrimmed = false;
  const meanwhile = overriddenStore(store, {
    read: async (log, query) => {
      if (log === auditLog('main') && !isTrimmed) {
        isTrimmed = true;
        const seal = () => sealAudit(store, 'main', { signers: [signer] });
        expect((await trimAudit(store, 'main', { ...options, seal })).ok).toBe(true);
      }
      return store.read(log, query);
    },
  });
  expect(await verifyAudit(meanwhile, 'main', { keys, anchors })).toMatchObject({ ok: true, trimmed: upTo });
});

async function* listed(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
