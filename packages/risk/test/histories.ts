import {
  type Decision,
  defineFact,
  ExposureLedger,
  type Fact,
  known,
  type LatchScope,
  type Store,
  TradingLatches,
  type TradePlan,
  unknown,
} from '@tradewarden/core';
import * as fc from 'fast-check';
import type { RiskGateOptions } from '../src/gate-configuration.ts';
import { startGate, testMarket } from './gate-fixture.ts';
import { anyPlan } from './plans.ts';

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

interface PlanStep {
  readonly kind: 'plan';
  readonly plan: TradePlan;
  readonly symbol: string;
  readonly source: string;
  readonly planId: string;
  readonly revision: number;
  /** Of the fact that scales the budget. */
  readonly answer: Answer;
  /** What makes the input none that is sound. */
  readonly nonsense: Record<string, unknown> | null;
}

/** One thing that happens to an account. */
type Step =
  | PlanStep
  | { readonly kind: 'latch' | 'release'; readonly scope: LatchScope }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'order' };

const scope = fc.constantFrom<LatchScope>('global', 'account', { symbol: 'BTC/USDT' }, { source: 'b' });
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
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

export const anyGate: fc.Arbitrary<Partial<RiskGateOptions>> = fc.constantFrom<Partial<RiskGateOptions>>(
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

/** Plays a history of an account; the store that holds it, and how many decisions it made. */
export async function play(
  chosen: Partial<RiskGateOptions>,
  steps: readonly Step[],
  seen?: (decision: Decision) => void,
): Promise<{ readonly store: Store; readonly decided: number }> {
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
    seen?.(result.decision);
    if (result.decision.reservationId !== undefined) reserved = result.decision;
  }
  return { store, decided };
}
