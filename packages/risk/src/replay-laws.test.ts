import {
  type Decision,
  defineFact,
  ExposureLedger,
  type Fact,
  known,
  type LatchScope,
  TradingLatches,
  type TradePlan,
  unknown,
} from '@tradewarden/core';
import { runsOf } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { startGate, testMarket } from '../test/gate-fixture.ts';
import { anyPlan } from '../test/plans.ts';
import { replay } from '../test/replayed.ts';
import type { RiskGateOptions } from './gate-configuration.ts';

const maximumAgeMs = 60_000;
const actor = { kind: 'user', id: 'tester' } as const;

const answers = {
  good: (now: number): Fact<string> => known('0.5', now, 'test'),
  stale: (now: number): Fact<string> => known('0.5', now - maximumAgeMs - 1, 'test'),
  unknown: (): Fact<string> => unknown('no idea'),
  late: (): Fact<string> => ({ status: 'unknown', reason: 'no answer within 5 ms', code: 'FACT_TIMEOUT' }),
  nonsense: (now: number): Fact<string> => known('NaN', now, 'test'),
};
type Answer = keyof typeof answers;
const answer = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Answer>('good') },
  { weight: 1, arbitrary: fc.constantFrom(...(Object.keys(answers) as Answer[])) },
);

const scope = fc.constantFrom<LatchScope>('global', 'account', { symbol: 'BTC/USDT' }, { source: 'b' });
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('plan' as const),
      plan: anyPlan,
      symbol: fc.constantFrom('BTC/USDT', 'ETH/USDT', 'BTC/EUR'),
      source: fc.constantFrom('a', 'b'),
      planId: fc.constantFrom('one', 'two', 'three'),
      revision: fc.integer({ min: 1, max: 4 }),
      answer,
      nonsense: fc.option(
        fc.constantFrom<Record<string, unknown>>(
          { entry: { near: 1.5, far: '1.50' } },
          { metadata: { a: 0.25, b: [1, null] }, rationale: 'fine' },
          { rationale: 0.5, extra: true },
          { revision: 1.5, score: '7.5' },
          { stop: 'here', targets: [] },
        ),
        { freq: 5 },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('latch' as const), scope }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('release' as const), scope }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1, 900_001, 7_200_000) }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'order' as const }) },
);

const options = fc.constantFrom<Partial<RiskGateOptions>>(
  {},
  { profile: 'aggressive', limits: { 'exposure.asset': 'unlimited', 'heat.group': '0.02' } },
  { market: testMarket(), groups: { majors: ['BTC', 'ETH'] }, aliases: { WBTC: 'BTC' } },
  {
    market: testMarket(),
    limits: { 'sizing.model': 'atr' },
    without: ['exposure.asset', 'conflict.opposite'],
  },
  { caps: [{ id: 'acme.majors', measure: 'notional', scope: 'baseAsset', limit: '0.02', only: ['BTC'] }] },
);

test('every decision of any history is what its own record gives', async () => {
  const seen: Record<string, number> = {};
  const note = ({ verdict, rules, plan }: Decision): void => {
    const found = ['unparsed' in plan ? 'unparsed' : 'sound', ...rules.flatMap(({ code }) => code ?? [])];
    for (const word of [verdict, ...found]) seen[word] = (seen[word] ?? 0) + 1;
  };
  await fc.assert(
    fc.asyncProperty(options, fc.array(step, { minLength: 1, maxLength: 25 }), async (chosen, steps) => {
      let how: Answer = 'good';
      const multiplier = defineFact<string>({
        key: 'multiplier.drawdown',
        maximumAgeMs,
        load: async ({ now }) => answers[how](now),
      });
      const gate = startGate({ ...chosen, fx: { EUR: '1.1' }, facts: [multiplier] });
      const { runner, store, clock } = gate;
      const latches = new TradingLatches({ store, book: runner.book });
      const ledger = new ExposureLedger({ store, book: runner.book });
      let decided = 0;
      let reserved: Decision | undefined;
      for (const taken of steps) {
        if (taken.kind === 'wait') clock.moveTo(clock.now() + taken.ms);
        if (taken.kind === 'latch') {
          const cause = { cause: 'operator', state: 'HALTED', reason: 'a "test"' } as const;
          await latches.latch({ scope: taken.scope, ...cause, actor, at: clock.now() });
        }
        if (taken.kind === 'release') {
          const open = await latches.find(taken.scope);
          const by = { scope: taken.scope, reason: 'over', actor, at: clock.now() };
          if (open !== undefined) await latches.release({ ...by, expectedVersion: open.version });
        }
        if (taken.kind === 'order' && reserved !== undefined) {
          const { decisionId, plan } = reserved;
          const { source, symbol } = plan;
          const execution = { source, symbol, book: runner.book, status: 'armed', updatedAt: clock.now() };
          await ledger.arm(decisionId, { ...execution, decisionId, fills: [] } as never);
        }
        if (taken.kind !== 'plan') continue;
        how = taken.answer;
        const { symbol, source, planId, revision } = taken;
        const plan: TradePlan = { ...taken.plan, symbol, source, planId, revision, createdAt: clock.now() };
        const times = { expiresAt: clock.now() + 3_600_000 };
        const result = await runner.run({ ...plan, ...times, ...taken.nonsense });
        if (result.status !== 'committed' || result.decision === undefined) continue;
        decided += 1;
        note(result.decision);
        if (result.decision.reservationId !== undefined) reserved = result.decision;
      }
      const report = await replay(store);
      expect(report).toEqual({ decisions: decided, agreed: decided, different: 0, notRecomputed: [] });
    }),
    { numRuns: runsOf(2000) },
  );
  for (const word of ['approved', 'resized', 'rejected', 'unparsed', 'STATE_HALTED', 'PLAN_IN_FLIGHT'])
    expect(seen, word).toHaveProperty(word);
  for (const word of ['DATA_STALE', 'DATA_UNKNOWN', 'FACT_TIMEOUT', 'RULE_ERROR'])
    expect(seen, word).toHaveProperty(word);
}, 120_000);
