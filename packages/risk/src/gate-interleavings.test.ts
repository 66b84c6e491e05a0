import {
  createRunner,
  Decimal,
  ExposureLedger,
  exposureReport,
  memoryStore,
  Pipeline,
  reservations,
  type Store,
  type TradePlan,
  VirtualClock,
} from '@tradewarden/core';
import { overriddenStore, runsOf, samplePlan } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { riskGate } from './risk-gate.ts';

const limits = {
  'exposure.asset': '0.2',
  'exposure.total': '0.45',
  'exposure.side': '0.3',
  'exposure.group': '0.25',
  'heat.total': '0.02',
  'heat.source': '0.015',
  'positions.max': 4,
  'positions.symbol': 2,
  'fire.windowMs': 0,
};
const equity = 10_000;
const groups = { majors: ['BTC', 'ETH'] };

interface Shape {
  readonly symbol: string;
  readonly source: string;
  readonly short: boolean;
  readonly stop: number;
  readonly runner: number;
  /** Give the capacity back as soon as it is taken. */
  readonly released: boolean;
}

const anyShape: fc.Arbitrary<Shape> = fc.record({
  symbol: fc.constantFrom('BTC/USDT', 'ETH/USDT', 'SOL/USDT'),
  source: fc.constantFrom('a', 'b'),
  short: fc.boolean(),
  stop: fc.integer({ min: 2, max: 40 }),
  runner: fc.integer({ min: 0, max: 1 }),
  released: fc.boolean(),
});

const planOf = ({ symbol, source, short, stop }: Shape, index: number): TradePlan =>
  samplePlan({
    planId: `p${index}`,
    symbol,
    source,
    direction: short ? 'SHORT' : 'LONG',
    entry: { near: '100', far: '100' },
    stop: { price: String(short ? 100 + stop : 100 - stop) },
    targets: [{ price: short ? '1' : '1000', percent: '100' }],
  });

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

interface Held {
  readonly used: Map<string, Decimal>;
  readonly count: number;
}

/** What is live, added up from the reservations alone, by everything that is capped. */
async function heldIn(store: Store, plans: readonly TradePlan[]): Promise<Held> {
  const used = new Map<string, Decimal>();
  let count = 0;
  for await (const reservation of reservations(store, { account: 'main', mode: 'notify' })) {
    if (reservation.state === 'closed') continue;
    count += 1;
    const plan = plans.find(({ planId }) => planId === reservation.planId);
    const units = (measure: string): Decimal =>
      Decimal.fromInteger(
        reservation.uses.find(({ counter }) => counter === `total/${measure}`)?.amount ?? 0,
        6,
      );
    const add = (key: string, amount: Decimal): unknown =>
      used.set(key, (used.get(key) ?? Decimal.zero).plus(amount));
    add('exposure.total', units('notional'));
    add(`exposure.asset ${plan?.symbol}`, units('notional'));
    add(`exposure.side ${plan?.direction}`, units('notional'));
    if (plan?.symbol !== 'SOL/USDT') add('exposure.group majors', units('notional'));
    add('heat.total', units('riskAtStop'));
    add(`heat.source ${plan?.source}`, units('riskAtStop'));
    add(`positions.symbol ${plan?.symbol}`, Decimal.one);
    add('positions.max', Decimal.one);
  }
  return { used, count };
}

test('no interleaving of two runners takes more than any cap, and every approval holds what it says', async () => {
  const runs = runsOf(1000);
  let [taken, conflicts] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyShape, { minLength: 2, maxLength: 6 }),
      fc.scheduler(),
      async (shapes, scheduler) => {
        const clock = new VirtualClock(samplePlan().createdAt);
        const real = memoryStore({ clock });
        const store = scheduled(real, scheduler);
        const pause = async (): Promise<void> => {
          conflicts += 1;
          await scheduler.schedule(Promise.resolve(), 'pause');
        };
        const runners = [0, 1].map(() => {
          const pipeline = Pipeline.of<TradePlan>().stage(
            riskGate({ equity, market: 'none', limits, groups }),
          );
          return createRunner({ pipeline, store, account: 'main', mode: 'notify', clock, pause });
        });
        const plans = shapes.map(planOf);
        const ledger = new ExposureLedger({ store, book: { account: 'main', mode: 'notify' }, pause });
        const all = Promise.all(
          plans.map(async (plan, index) => {
            const result = await runners[shapes[index]?.runner ?? 0]?.run(plan);
            const id = result?.decision?.reservationId;
            if (id !== undefined && shapes[index]?.released === true)
              await ledger.release(id, 'withdrawn', clock.now());
            return { result, released: shapes[index]?.released === true };
          }),
        );
        const results = await scheduler.waitFor(all);
        const { used, count } = await heldIn(real, plans);
        for (const [key, amount] of used) {
          const [limit = ''] = key.split(' ');
          const most =
            Number(limits[limit as keyof typeof limits]) * (limit.startsWith('positions') ? 1 : equity);
          expect(amount.lte(most)).toBe(true);
        }
        expect(results.map(({ result }) => result?.status)).toEqual(plans.map(() => 'committed'));
        const holding = results.filter(({ result, released }) => result?.verdict !== 'rejected' && !released);
        expect(count).toBe(holding.length);
        expect((await exposureReport(real, { account: 'main', mode: 'notify' })).differences).toEqual([]);
        taken += count;
      },
    ),
    { numRuns: runs },
  );
  expect(taken).toBeGreaterThan(runs);
  expect(conflicts).toBeGreaterThan(runs / 10);
}, 600_000);
