import {
  createRunner,
  type Decision,
  type Execution,
  ExposureLedger,
  memoryStore,
  Pipeline,
  type Runner,
  type Store,
  type TradePlan,
  TradingLatches,
  VirtualClock,
} from '@tradewarden/core';
import type { EquityReading, EquitySource } from '@tradewarden/core/equity';
import { overriddenStore, runsOf, samplePlan } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { free, start } from '../../test/breaker-fixture.ts';
import type { LimitOverrides } from '../limits/limits.ts';
import { riskGate } from '../risk-gate.ts';
import { EquityWatch } from './equity-watch.ts';
import { outcomeGuard } from './outcome-guard.ts';

const book = { account: 'main', mode: 'paper' } as const;
const limits: LimitOverrides = { ...free, 'breakers.confirmations': 1, lossStreak: 2, 'repeat.max': 6 };

type Step =
  | { readonly does: 'decide'; readonly process: number; readonly source: string }
  | { readonly does: 'observe'; readonly process: number; readonly equity: number }
  | { readonly does: 'lose'; readonly position: number }
  | { readonly does: 'kill'; readonly process: number };

const process = fc.integer({ min: 0, max: 1 });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('decide' as const),
      process,
      source: fc.constantFrom('a', 'b'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('observe' as const),
      process,
      equity: fc.integer({ min: 8400, max: 10_500 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('lose' as const), position: fc.integer({ min: 0, max: 2 }) }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('kill' as const), process }) },
);

/** Every read and write of the store waits for its turn, which the scheduler gives in any order. */
function scheduled(store: Store, scheduler: fc.Scheduler): Store {
  const turn = async <T>(work: () => Promise<T>): Promise<T> => {
    await scheduler.schedule(Promise.resolve(), 'store');
    return work();
  };
  return overriddenStore(store, {
    get: (keys) => turn(() => store.get(keys)),
    counters: (names) => turn(() => store.counters(names)),
    commit: (batch) => turn(() => store.commit(batch)),
  });
}

const runnerOn = (
  store: Store,
  clock: VirtualClock,
  source: EquitySource,
  pause: () => Promise<void>,
): Runner =>
  createRunner({
    pipeline: Pipeline.of<TradePlan>().stage(riskGate({ equity: source, market: 'none', limits })),
    store,
    ...book,
    clock,
    pause,
  });

const planOf = (planId: string, source: string): TradePlan => samplePlan({ planId, source });

/** The journal of an approved plan; with a stop it lost. */
function executionOf(
  { decisionId, plan }: Decision,
  status: Execution['status'],
  stopped = false,
): Execution {
  const { planId, revision, source, symbol } = plan;
  const order = {
    clientOrderId: decisionId,
    symbol,
    direction: 'LONG' as const,
    quantity: '1',
    entry: '100',
    stop: '95',
  };
  const fill = { clientOrderId: decisionId, quantity: '1', fee: '0', at: start };
  const entry = { ...fill, tradeId: 'x/1', reason: 'entry' as const, price: '100' };
  const stop = { ...fill, tradeId: 'x/2', reason: 'stop' as const, price: '95' };
  return {
    decisionId,
    reservationId: decisionId,
    planId,
    revision,
    source,
    symbol,
    direction: 'LONG',
    status,
    book: { ...book, venue: 'none' },
    order: { ...order, targets: [], expiresAt: start + 1 },
    fills: stopped ? [entry, stop] : [],
    updatedAt: start,
  };
}

interface Recorded {
  readonly type: string;
  readonly data: {
    readonly decision?: Decision;
    readonly scope?: string;
    readonly from?: string;
    readonly to?: string;
    readonly execution?: Execution;
  };
}
const order = ['ACTIVE', 'RECONCILING', 'REDUCING', 'CANCEL_ONLY', 'HALTED'];

/** Reads the log in its order: behind a latch nothing is approved or armed, and no state is loosened. */
function lawsOf(log: readonly Recorded[]): { latched: number; refused: number; approved: number } {
  const latchedScopes = new Set<string>();
  let [refused, approved] = [0, 0];
  for (const { type, data } of log) {
    if (type === 'state.changed') {
      expect(order.indexOf(data.to ?? '')).toBeGreaterThanOrEqual(order.indexOf(data.from ?? ''));
      latchedScopes.add(data.scope ?? '');
    }
    const source = data.decision?.plan.source ?? data.execution?.source ?? '';
    const held = latchedScopes.has('account') || latchedScopes.has(`source ${source}`);
    if (type === 'exposure.armed') expect(held).toBe(false);
    if (data.decision === undefined) continue;
    if (data.decision.verdict === 'rejected') refused += 1;
    else approved += 1;
    if (held) expect(data.decision.verdict).toBe('rejected');
  }
  return { latched: latchedScopes.size, refused, approved };
}

test('no order of the commits of two processes approves behind a latch, and nothing is released by itself', async () => {
  const runs = runsOf(1000);
  const seen = { latched: 0, refused: 0, approved: 0, conflicts: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyStep, { minLength: 3, maxLength: 10 }),
      fc.scheduler(),
      async (steps, scheduler) => {
        const clock = new VirtualClock(start);
        const real = memoryStore({ clock });
        let now: EquityReading = { equity: '10000', netDeposits: '0', at: start };
        const source: EquitySource = { id: 'test', measured: true, read: async () => now };
        const watchOn = (store: Store): EquityWatch =>
          new EquityWatch({ ...book, store, source, limits, clock, pause: async () => {} });
        await watchOn(real).observe();
        const held: Decision[] = [];
        const ledgerOn = (store: Store, pause: () => Promise<void>): ExposureLedger =>
          new ExposureLedger({ store, book, pause, closing: outcomeGuard({ limits }) });
        const before = runnerOn(real, clock, source, async () => {});
        for (const name of ['x', 'y', 'z']) {
          const { decision } = await before.run(planOf(name, 'a'));
          if (decision === undefined) throw new Error('not decided');
          held.push(decision);
          await ledgerOn(real, async () => {}).arm(decision.decisionId, executionOf(decision, 'journaled'));
        }
        const pause = async (): Promise<void> => {
          seen.conflicts += 1;
          await scheduler.schedule(Promise.resolve(), 'pause');
        };
        const store = scheduled(real, scheduler);
        const ledger = ledgerOn(store, pause);
        const runners = [0, 1].map(() => runnerOn(store, clock, source, pause));
        const actor = { kind: 'user', id: 'ops' } as const;
        const halt = { cause: 'operator', state: 'HALTED', reason: 'test', actor, at: start } as const;
        const work = async (step: Step, index: number): Promise<void> => {
          if (step.does === 'decide') {
            const result = await runners[step.process]?.run(planOf(`p${index}`, step.source));
            expect(result?.status).toBe('committed');
            const { decision } = result ?? {};
            if (decision === undefined || decision.verdict === 'rejected') return;
            await ledger.arm(decision.decisionId, executionOf(decision, 'journaled'));
          } else if (step.does === 'observe') {
            now = { equity: String(step.equity), netDeposits: '0', at: now.at + 1 };
            await watchOn(store).observe();
          } else if (step.does === 'lose') {
            const decision = held[step.position];
            if (decision !== undefined)
              await ledger.close(decision.decisionId, 'closed', executionOf(decision, 'closed', true));
          } else await new TradingLatches({ store, book, pause }).latch({ scope: 'account', ...halt });
        };
        await scheduler.waitFor(Promise.all(steps.map(work)));
        const log = (await real.read('main/audit', { after: 0, limit: 500 })).map(
          ({ value }) => value as unknown as Recorded,
        );
        const { latched, refused, approved } = lawsOf(log);
        // Nothing but time and good news: what is latched stays as it is.
        const latches = new TradingLatches({ store: real, book });
        const standing = await latches.list();
        expect(standing.length).toBe(latched);
        clock.advance(8 * 86_400_000);
        now = { equity: '20000', netDeposits: '0', at: clock.now() };
        await watchOn(real).observe();
        expect(await latches.list()).toEqual(standing);
        seen.latched += latched;
        seen.refused += refused;
        seen.approved += approved;
      },
    ),
    { numRuns: runs },
  );
  expect(seen.latched).toBeGreaterThan(runs / 2);
  expect(seen.refused).toBeGreaterThan(runs / 2);
  expect(seen.approved).toBeGreaterThan(runs / 2);
  expect(seen.conflicts).toBeGreaterThan(runs / 10);
}, 600_000);
