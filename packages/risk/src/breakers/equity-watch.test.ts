import { type LatchScope, memoryStore, type Store, TradingLatches, VirtualClock } from '@tradewarden/core';
import type { EquityReading, EquitySource } from '@tradewarden/core/equity';
import { configuredEquity } from '@tradewarden/core/equity';
import { TwoStepResume } from '@tradewarden/core/latch';
import { overriddenStore } from '@tradewarden/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import type { LimitOverrides } from '../limits/limits.ts';
import { breakerKeeper } from './breaker-keeper.ts';
import { breakerReport } from './breaker-report.ts';
import { equityStateKey } from './equity-state.ts';
import { EquityWatch } from './equity-watch.ts';

const book = { account: 'main', mode: 'paper' } as const;
const start = Date.parse('2025-10-10T12:00:00Z');
const minuteMs = 60_000;

let clock = new VirtualClock(start);
let store: Store = memoryStore({ clock });
let now: () => EquityReading | undefined = () => undefined;
const source: EquitySource = { id: 'test', measured: true, read: async () => now() };
const watchIn = (over: Store = store, limits: LimitOverrides = {}): EquityWatch =>
  new EquityWatch({
    ...book,
    store: over,
    source,
    limits: { 'breakers.confirmations': 1, ...limits },
    clock,
  });
const latch = async (scope: LatchScope = 'account') => new TradingLatches({ store, book }).find(scope);
/** A minute later the account is worth so much. */
async function see(equity: string, netDeposits = '10000', watch = watchIn()): Promise<readonly string[]> {
  clock.advance(minuteMs);
  now = () => ({ equity, netDeposits, at: clock.now() });
  return (await watch.observe()).latched;
}
beforeEach(() => {
  clock = new VirtualClock(start);
  store = memoryStore({ clock });
});

test('each breaker latches in the commit of the reading that trips it, once, with its figures', async () => {
  expect(await see('10000')).toEqual([]);
  expect(await see('9701')).toEqual([]);
  expect(await see('9700')).toEqual(['daily-loss']);
  expect(await see('9650')).toEqual([]);
  expect(await see('9400')).toEqual(['weekly-loss']);
  expect(await see('9000')).toEqual(['drawdown']);
  expect((await latch())?.state).toBe('REDUCING');
  expect(await see('8499.9')).toEqual(['drawdown']);
  expect(await latch()).toMatchObject({
    state: 'HALTED',
    causes: [
      {
        cause: 'daily-loss',
        state: 'REDUCING',
        reason: 'loss of the day 3 %, limit 3 %',
        at: start + 3 * minuteMs,
      },
      { cause: 'weekly-loss', state: 'REDUCING' },
      { cause: 'drawdown', state: 'HALTED', reason: 'drawdown 15.001 %, limit 15 %' },
    ],
  });
  const log = (await store.read('main/audit', { after: 0, limit: 50 })).map(({ value }) => value);
  expect(log.filter((one) => (one as { type: string }).type === 'breaker.tripped')).toMatchObject([
    {
      data: {
        breakers: [{ breaker: 'daily-loss', observed: '0.03', limit: '0.03' }],
        equity: { equity: '9700' },
      },
    },
    {},
    {},
    { data: { breakers: [{}, {}, {}, { breaker: 'drawdown-halted', observed: '0.15001' }] } },
  ]);
});

test('nothing is released by itself: not by a recovery, a new day, a new week, or another process', async () => {
  await see('10000');
  await see('8000');
  const tripped = await latch();
  await see('20000');
  clock.advance(30 * 86_400_000);
  await see('20000', '10000', watchIn());
  expect(await latch()).toEqual(tripped);
});

test('a deposit of half the account, and a withdrawal, trip and hide nothing', async () => {
  await see('10000');
  expect(await see('14800', '15000')).toEqual([]);
  expect(await breakerReport(store, book, clock.now())).toMatchObject({
    equity: { dailyLoss: '0.02', drawdown: '0.02' },
  });
  expect(await see('4800', '5000')).toEqual([]);
  expect(await see('4751', '5000')).toEqual(['daily-loss']);
});

describe('an equity that cannot be trusted', () => {
  test('neither trips nor clears, and reduces when that lasts', async () => {
    await see('10000');
    now = () => undefined;
    expect(await watchIn().observe()).toMatchObject({
      status: 'untrusted',
      reason: 'test: the equity is not known',
    });
    clock.advance(14 * minuteMs);
    expect((await watchIn().observe()).latched).toEqual([]);
    expect(await see('9990')).toEqual([]);
    now = () => {
      throw new Error('down');
    };
    await watchIn().observe();
    clock.advance(15 * minuteMs);
    expect((await watchIn().observe()).latched).toEqual(['equity-unknown']);
    expect((await watchIn().observe()).latched).toEqual([]);
    expect(await latch()).toMatchObject({ state: 'REDUCING', causes: [{ cause: 'equity-unknown' }] });
    expect(await breakerReport(store, book, clock.now())).toMatchObject({
      untrusted: { reason: 'test: down' },
    });
  });

  test('counts as such also when it is too old, and from the first look on', async () => {
    now = () => ({ equity: '5', netDeposits: '0', at: start });
    clock.advance(300_001);
    expect(await watchIn().observe()).toMatchObject({
      status: 'untrusted',
      reason: expect.stringContaining('300001 ms old') as string,
    });
    clock.advance(15 * minuteMs);
    expect((await watchIn().observe()).latched).toEqual(['equity-unknown']);
  });

  test('a state that cannot be read is no reason to begin anew', async () => {
    await store.commit({ puts: [{ key: equityStateKey(book), value: { equity: '1' } }] });
    await expect(see('10000')).rejects.toThrow('cannot be read');
  });
});

test('a clock that was a day ahead hides no loss once it is right again', async () => {
  await see('10000');
  clock.advance(86_400_000);
  await see('10000');
  clock = new VirtualClock(start + 5 * minuteMs);
  expect(await see('8000')).toEqual(['daily-loss', 'weekly-loss', 'drawdown']);
});

test('a configured amount is not measured', async () => {
  const watch = new EquityWatch({ ...book, store, source: configuredEquity(10_000), clock });
  expect(await watch.observe()).toEqual({ status: 'not-measured', latched: [] });
  expect(await store.get([equityStateKey(book)])).toEqual([null]);
});

test('two processes that watch at once keep one state and latch once; work is what was latched', async () => {
  await see('10000');
  clock.advance(minuteMs);
  now = () => ({ equity: '9000', netDeposits: '10000', at: clock.now() });
  const worked = await Promise.all(Array.from({ length: 6 }, async () => watchIn().drain()));
  expect(worked.filter((one) => one.worked > 0)).toHaveLength(1);
  const log = await store.read('main/audit', { after: 0, limit: 50 });
  expect(log.filter(({ value }) => (value as { type: string }).type === 'breaker.tripped')).toHaveLength(1);
});

test('ended before or after its commit, the next look latches, or has latched already', async () => {
  await see('10000');
  for (const after of [false, true]) {
    const ending = overriddenStore(store, {
      commit: async (commit) => {
        if (after) await store.commit(commit);
        throw new Error('ended');
      },
    });
    await expect(see('9000', '10000', watchIn(ending))).rejects.toThrow('ended');
    expect((await latch())?.causes.map(({ cause }) => cause)).toEqual(
      after ? ['daily-loss', 'weekly-loss', 'drawdown'] : undefined,
    );
  }
  expect(await see('9000')).toEqual([]);
});

describe('released by hand', () => {
  const actor = { kind: 'user', id: 'ops' } as const;
  const resume = (): TwoStepResume =>
    new TwoStepResume({ store, account: 'main', modes: ['paper'], keepers: [breakerKeeper()], clock });
  async function release(override?: string): Promise<string> {
    const asked = await resume().request({ actor, reason: 'test' });
    const token = asked.status === 'requested' ? asked.token : '';
    const more = override === undefined ? {} : { override };
    const confirmed = await resume().confirm({ actor, reason: 'test', token, ...more });
    return confirmed.status === 'refused' ? `${confirmed.code}: ${confirmed.reason}` : confirmed.status;
  }

  test('a loss beyond its limit needs a reason, and is measured from then on anew', async () => {
    await see('10000');
    await see('9650');
    expect(await release()).toBe(
      'RESUME_CAUSE_ACTIVE: account, daily-loss: loss of the day 3.5 %, limit 3 %',
    );
    expect(await release('hedged')).toBe('released');
    expect(await see('9650')).toEqual([]);
    expect(await see('9401')).toEqual([]);
    expect(await see('9360')).toEqual(['daily-loss', 'weekly-loss']);
  });

  test('on the next day the loss of a day has settled', async () => {
    await see('10000');
    await see('9650');
    clock.advance(86_400_000);
    expect(await release()).toBe('released');
    expect(await see('9650')).toEqual([]);
  });

  test('a drawdown never settles by itself; released, the highest value is what the account is worth', async () => {
    await see('10000');
    await see('8000');
    clock.advance(30 * 86_400_000);
    expect(await release()).toContain('drawdown: drawdown 20 %, limit 10 %');
    expect(await release('new plan')).toBe('released');
    expect(await breakerReport(store, book, clock.now())).toMatchObject({
      equity: { drawdown: '0', reduced: false },
    });
    expect(await see('7900')).toEqual([]);
    expect(await see('7150')).toContain('drawdown');
  });

  test('an account that was lost whole begins anew at one', async () => {
    await see('10000');
    await see('-1');
    await see('5000', '15001');
    expect(await release('paid in')).toBe('released');
    expect(await see('5000', '15001')).toEqual([]);
    expect(await breakerReport(store, book, clock.now())).toMatchObject({ equity: { drawdown: '0' } });
  });

  test('an equity that is not trusted holds until it is', async () => {
    now = () => undefined;
    await watchIn().observe();
    clock.advance(15 * minuteMs);
    await watchIn().observe();
    expect(await release()).toContain('RESUME_CAUSE_ACTIVE: account, equity-unknown');
    await see('10000');
    expect(await release()).toBe('released');
  });
});
