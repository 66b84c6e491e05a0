import { Writable } from 'node:stream';
import {
  createRunner,
  memoryStore,
  Pipeline,
  type Runner,
  type Store,
  type TradePlan,
  TradingLatches,
  VirtualClock,
} from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { riskGate } from '../risk-gate.ts';
import { AuditLogger } from './audit-logger.ts';

const plan = samplePlan();
const start = plan.createdAt;

function setUp(): {
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly runner: Runner;
  readonly logger: AuditLogger;
} {
  const clock = new VirtualClock(start);
  const store = memoryStore({ clock });
  const gate = riskGate({ equity: '10000', market: 'none' });
  const pipeline = Pipeline.of<TradePlan>().stage(gate);
  const runner = createRunner({ pipeline, store, account: 'main', mode: 'paper', clock });
  return { clock, store, runner, logger: new AuditLogger({ store, clock }) };
}

/** Takes one piece at a time, and keeps all. */
function collecting(): { readonly target: Writable; text(): string } {
  const pieces: string[] = [];
  const target = new Writable({
    highWaterMark: 1,
    write: (piece: Buffer, _encoding, done) => {
      pieces.push(piece.toString());
      setImmediate(done);
    },
  });
  return { target, text: () => pieces.join('') };
}

test('a decision of the runner stands in the log already; one made elsewhere becomes a note', async () => {
  const { runner, logger, store } = setUp();
  const { decision } = await runner.run(plan);
  expect(decision && (await logger.logDecision(decision))).toBe(false);
  const preview = await runner.preview(samplePlan({ planId: 'seen-only' }));
  expect(preview.decision && (await logger.logDecision(preview.decision))).toBe(true);
  const byHand = { symbol: 'BTC/USDT', verdict: 'rejected', reason: 'news', context: { seen: 0.5 } } as const;
  expect(await logger.logDecision(byHand)).toBe(true);
  const records = await store.read('main/audit', { after: 0, limit: 9 });
  expect(records.map(({ value }) => value)).toMatchObject([
    { type: 'policy.changed' },
    { type: 'risk.decision' },
    { type: 'note.decision', subject: { planId: 'seen-only' } },
    { type: 'note.decision', data: { symbol: 'BTC/USDT', reason: 'news', context: { seen: '0.5' } } },
  ]);
});

test('the report counts verdicts, codes, gates and changes of state, within its period alone', async () => {
  const { runner, logger, clock, store } = setUp();
  await runner.run(plan);
  await runner.run({ symbol: 'ETH/USDT', planId: 'broken' });
  await logger.logQualityGate('spread', true);
  await logger.logQualityGate('spread', false, { bps: 12 });
  await logger.logQualityGate('depth', true);
  await new TradingLatches({ store, book: runner.book }).latch({
    scope: 'account',
    cause: 'operator',
    state: 'HALTED',
    reason: 'maintenance',
    actor: { kind: 'user', id: 'ops' },
    at: clock.now(),
  });
  clock.advance(1000);
  await logger.logQualityGate('spread', true);
  const report = await logger.generateAuditReport(start, start + 1000);
  expect(report).toMatchObject({
    account: 'main',
    records: 7,
    sequences: [1, 7],
    decisions: { approved: 0, resized: 1, rejected: 1 },
    byCode: { PLAN_INCOMPLETE: 1 },
    qualityGates: { depth: { passed: 1, failed: 0 }, spread: { passed: 1, failed: 1 } },
    stateChanges: [{ from: 'ACTIVE', to: 'HALTED', scope: 'account', reason: 'maintenance' }],
  });
  expect(await logger.generateAuditReport(start + 1000, Infinity)).toMatchObject({
    records: 1,
    qualityGates: { spread: { passed: 1, failed: 0 } },
  });
  expect(await logger.generateAuditReport(0, start)).toMatchObject({ records: 0, byType: {} });
});

test('an export gives every record to the letter, as lines and as one document, to a slow reader', async () => {
  const { runner, logger, store } = setUp();
  await runner.run(plan);
  for (let index = 0; index < 300; index += 1) await logger.logQualityGate(`gate ${index}`, true);
  const stored = await store.read('main/audit', { after: 0, limit: 400 });
  const wanted = stored.map(({ sequence, text }) => ({ sequence, record: JSON.parse(text) as unknown }));
  const [lines, document] = [collecting(), collecting()];
  expect(await logger.exportJson(lines.target)).toBe(302);
  expect(await logger.exportJson(document.target, { shape: 'document' })).toBe(302);
  const read = lines.text().trimEnd().split('\n');
  expect(read.map((line) => JSON.parse(line) as unknown)).toEqual(wanted);
  expect(read[0]).toBe(`{"sequence":1,"record":${stored[0]?.text}}`);
  expect(JSON.parse(document.text())).toEqual({ account: 'main', records: wanted, count: 302 });
  const empty = collecting();
  expect(await logger.exportJson(empty.target, { shape: 'document', to: 1 })).toBe(0);
  expect(JSON.parse(empty.text())).toEqual({ account: 'main', records: [], count: 0 });
  expect(lines.target.writable).toBe(true);
});
