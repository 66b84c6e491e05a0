import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { overriddenDriver } from '../../../test/overridden-driver.ts';
import type { StoreDriver, StoredLogEntry } from '../../store/store-driver.ts';
import { memoryDriver } from '../../store/memory-driver.ts';
import { openStore } from '../../store/open-store.ts';
import { auditAppend, auditLog } from '../audit-record.ts';
import { type Signer, ed25519Signer, newPrivateKey } from '../keys/signer.ts';
import { rotateAuditKey } from '../keys/rotate-audit-key.ts';
import { sealAudit } from '../seal-audit.ts';
import { checkpointLog, leafLog } from '../seal-state.ts';
import { verifyAudit } from './verify-audit.ts';

const logs = [auditLog('main'), leafLog('main'), checkpointLog('main')];
const runs = process.env['TRADEWARDEN_RUNS'] === 'night' ? 20_000 : 1500;

/** Blocks of different sizes; with signers, the second one takes over in the middle. */
async function sealedLog(signers: readonly Signer[]): Promise<StoreDriver> {
  const driver = memoryDriver();
  const store = openStore(driver);
  for (const [block, count] of [3, 1, 6, 2].entries()) {
    for (let number = 0; number < count; number += 1) {
      const key = `k/${block}/${number}`;
      const data = { number, text: 'é – "quoted" \u0007', amount: '0.10' };
      const actor = { kind: 'process', id: 't' } as const;
      await store.commit({
        checks: [{ key, version: 0 }],
        puts: [{ key, value: 1 }],
        appends: [auditAppend('main', { type: 'test', at: number, actor, subject: {}, corr: 'c', data })],
      });
    }
    await sealAudit(store, 'main', { signers });
    const [, second] = signers;
    if (block === 1 && second !== undefined) await rotateAuditKey(store, 'main', second.vkey);
  }
  return driver;
}

/** The same rows with one byte of one of them another. */
function changed(driver: StoreDriver, log: string, sequence: number, text: string): StoreDriver {
  const read = async (
    asked: string,
    query: { readonly after: number; readonly limit: number },
  ): Promise<readonly StoredLogEntry[]> => {
    const entries = await driver.read(asked, query);
    if (asked !== log) return entries;
    return entries.map((entry) => (entry.sequence === sequence ? { sequence, value: text } : entry));
  };
  return overriddenDriver(driver, { read });
}

test.each(['unsigned', 'signed'])(
  'any single byte changed in any row of a sealed log is found: %s',
  async (kind) => {
    const signers =
      kind === 'signed' ? ['one', 'two'].map((name) => ed25519Signer(name, newPrivateKey())) : [];
    const driver = await sealedLog(signers);
    const store = openStore(driver);
    const [entry] = await store.get(['main/seal/audit']);
    const { keys, size } = entry!.value as unknown as { keys: { vkey: string }[]; size: number };
    expect(await verifyAudit(store, 'main', { keys })).toMatchObject({ ok: true, signed: kind === 'signed' });
    const heads = await Promise.all(logs.map((log) => store.head(log)));
    const counts = heads.map(({ last }, index) => (index === 0 ? size : last));
    const place = fc.record({
      log: fc.integer({ min: 0, max: 2 }),
      row: fc.nat(),
      byte: fc.nat(),
      change: fc.integer({ min: 1, max: 127 }),
    });
    await fc.assert(
      fc.asyncProperty(place, async ({ log, row, byte, change }) => {
        const name = logs[log]!;
        const sequence = 1 + (row % counts[log]!);
        const [found] = await driver.read(name, { after: sequence - 1, limit: 1 });
        const bytes = Buffer.from(found!.value);
        bytes[byte % bytes.length]! ^= change;
        const text = bytes.toString();
        const report = await verifyAudit(openStore(changed(driver, name, sequence, text)), 'main', { keys });
        expect(report).toMatchObject({ ok: false });
        // The record itself is named, whichever byte of it was changed.
        if (log === 0) expect(report).toMatchObject({ kind: 'record-changed', firstBad: sequence });
      }),
      { numRuns: runs },
    );
  },
);
