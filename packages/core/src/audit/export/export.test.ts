import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { overriddenDriver } from '../../../test/overridden-driver.ts';
import { collected, signerOf, writeRecords } from '../../../test/audited.ts';
import { memoryDriver } from '../../store/memory-driver.ts';
import { memoryStore } from '../../store/memory-store.ts';
import { openStore } from '../../store/open-store.ts';
import type { Store } from '../../store/store.ts';
import { auditLog } from '../audit-record.ts';
import { lastCheckpoint } from '../anchor/audit-anchor.ts';
import { sealAudit } from '../seal-audit.ts';
import { verifyAudit } from '../verify/verify-audit.ts';
import { exportAudit } from './export-audit.ts';
import { exportedLeaves, verifyExport } from './verify-export.ts';

const night = process.env['TRADEWARDEN_RUNS'] === 'night';
const signer = signerOf('keeper');
const keys = [{ vkey: signer.vkey }];

async function* linesOf(lines: readonly string[]): AsyncGenerator<string, void> {
  yield* lines;
}

/** Blocks 1–10, 11 (the key), 12–31; 32 and 33 are not sealed. */
async function sealed(store: Store = memoryStore()): Promise<Store> {
  await writeRecords(store, 10);
  await sealAudit(store, 'main', { signers: [signer] });
  await writeRecords(store, 20);
  await sealAudit(store, 'main', { signers: [signer] });
  await writeRecords(store, 2);
  return store;
}

test('an export verifies without the store: records as stored, checkpoints in their places', async () => {
  const store = await sealed();
  const lines = await collected(exportAudit(store, 'main'));
  expect(lines).toHaveLength(1 + 33 + 3 + 1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ format: 'tradewarden-audit/1', from: 1, to: 33, keys });
  const [second] = await store.read(auditLog('main'), { after: 1, limit: 1 });
  expect(lines[2]).toBe(`{"sequence":2,"record":${second?.text}}`);
  expect(lines.at(-1)).toBe('{"count":33}');
  const anchor = (await lastCheckpoint(store, 'main')) ?? '';
  expect(await verifyExport(linesOf(lines), { keys, anchors: [anchor] })).toMatchObject({
    ok: true,
    checked: 31,
    unsealed: 2,
    checkpoints: 3,
    signed: true,
    anchors: 1,
  });
});

test('a part of the log carries the frontier before it, and ends with a block', async () => {
  const store = await sealed();
  const lines = await collected(exportAudit(store, 'main', { from: 7, to: 12 }));
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ from: 7, to: 31, base: { size: 6 } });
  expect(await verifyExport(linesOf(lines), { keys })).toMatchObject({
    ok: true,
    checked: 25,
    checkpoints: 3,
  });
  const young = await collected(exportAudit(store, 'main', { from: 33 }));
  expect(await verifyExport(linesOf(young), { keys })).toMatchObject({
    ok: true,
    checked: 0,
    unsealed: 1,
    signed: false,
  });
  const none = await collected(exportAudit(memoryStore(), 'main'));
  expect(await verifyExport(linesOf(none))).toMatchObject({ ok: true, checked: 0 });
});

test('with an export at hand the exact record is named', async () => {
  const store = await sealed();
  const lines = await collected(exportAudit(store, 'main'));
  const other = memoryStore();
  await writeRecords(other, 16);
  await other.trim(auditLog('main'), 0);
  await sealAudit(other, 'main', { signers: [signer] });
  const report = await verifyAudit(other, 'main', { keys, reference: exportedLeaves(linesOf(lines)) });
  expect(report).toMatchObject({ ok: false, kind: 'history-rewritten', firstBad: 11 });
});

describe('a changed export is found', () => {
  const lines = (async () => collected(exportAudit(await sealed(), 'main')))();
  const changedLine = async (at: number, change: (line: string) => string): Promise<readonly string[]> =>
    (await lines).map((line, index) => (index === at ? change(line) : line));

  test.each<[string, (all: readonly string[]) => readonly string[], object]>([
    ['a record removed', (all) => all.toSpliced(5, 1), { kind: 'missing-record', firstBad: 5 }],
    ['the end cut off', (all) => all.slice(0, -1), { kind: 'missing-record', firstBad: 34 }],
    [
      'the end cut off, and the count mended',
      (all) => [...all.slice(0, -2), '{"count":32}'],
      { kind: 'missing-record' },
    ],
    ['lines behind the count', (all) => [...all, '{"count":33}'], { kind: 'record-changed' }],
    ['no header', (all) => all.slice(1), { kind: 'missing-record' }],
    ['nothing', () => [], { kind: 'missing-record' }],
  ])('%s', async (_, change, expected) => {
    expect(await verifyExport(linesOf(change(await lines)), { keys })).toMatchObject({
      ok: false,
      ...expected,
    });
  });

  test.each([
    ['a name twice', (line: string) => line.replace('"corr":"c",', '"corr":"c","corr":"c",')],
    ['half a character', (line: string) => line.replace('é', '\\ud800')],
    [
      'another order',
      (line: string) =>
        line.replace('"corr":"c","data"', '"data"').replace('"subject"', '"corr":"c","subject"'),
    ],
    ['a space', (line: string) => line.replace('"corr":', '"corr": ')],
    ['another form of a number', (line: string) => line.replace('"number":4', '"number":4.0')],
  ])('%s in a record, which other parsers might not see', async (_, change) => {
    const changed = await changedLine(4, change);
    expect(changed).not.toEqual(await lines);
    expect(await verifyExport(linesOf(changed), { keys })).toMatchObject({
      kind: 'record-changed',
      firstBad: 4,
      reason: expect.stringContaining('canonical') as string,
    });
  });

  test('a sound record changed: the range', async () => {
    const changed = await changedLine(4, (line) => line.replace('"number":4', '"number":5'));
    expect(await verifyExport(linesOf(changed), { keys })).toMatchObject({
      kind: 'changed-within-range',
      range: [1, 10],
    });
  });

  test('any byte of any sealed record or checkpoint', async () => {
    const all = await lines;
    const place = fc.record({
      line: fc.integer({ min: 1, max: 34 }),
      byte: fc.nat(),
      change: fc.integer({ min: 1, max: 127 }),
    });
    await fc.assert(
      fc.asyncProperty(place, async ({ line, byte, change }) => {
        const bytes = Buffer.from(all[line] ?? '');
        bytes[byte % bytes.length]! ^= change;
        const changed = all.with(line, bytes.toString());
        expect(await verifyExport(linesOf(changed), { keys })).toMatchObject({ ok: false });
      }),
      { numRuns: night ? 5000 : 500 },
    );
  });
});

test('a log that does not agree with its checkpoints is not exported', async () => {
  const driver = memoryDriver();
  await sealed(openStore(driver));
  const tampered = (value: (text: string) => string): Store =>
    openStore(
      overriddenDriver(driver, {
        read: async (log, query) =>
          (await driver.read(log, query)).map((entry) =>
            log === auditLog('main') && entry.sequence === 4
              ? { ...entry, value: value(entry.value) }
              : entry,
          ),
      }),
    );
  for (const change of [(text: string) => text.replace('"number":4', '"number":5'), () => '{', () => 'x\n']) {
    await expect(collected(exportAudit(tampered(change), 'main'))).rejects.toMatchObject({
      code: 'AUDIT_BROKEN',
    });
  }
});
