import { expect, test } from 'vitest';
import { executionOf } from '../../test/execution-fixture.ts';
import { overriddenDriver } from '../../test/overridden-driver.ts';
import { disturbedStore } from '../../test/overridden-store.ts';
import { operator as actor, operatorHalt as halt } from '../../test/operator-halt.ts';
import { planOf, start } from '../../test/runner-fixture.ts';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { StoreUnavailableError } from '../errors/store-errors.ts';
import { ExposureLedger } from '../ledger/ledger.ts';
import { memoryDriver } from '../store/memory-driver.ts';
import { memoryStore } from '../store/memory-store.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { latchKey } from './latch-keys.ts';
import { type LatchRequest, TradingLatches } from './trading-latches.ts';

const book = { account: 'main', mode: 'paper' } as const;
const records = async (store: Store): Promise<readonly unknown[]> =>
  (await store.read('main/audit', { after: 0, limit: 50 })).map(({ value }) => value);
const latchesOf = (store: Store): TradingLatches => new TradingLatches({ store, book });

test('a latch is durable with its record, tightened at once, never loosened by latching', async () => {
  const store = memoryStore();
  const latches = latchesOf(store);
  const reducing = await latches.latch({ ...halt, state: 'REDUCING' });
  expect(reducing).toMatchObject({ state: 'REDUCING', scope: 'account' });
  expect(await latchesOf(store).find('account')).toEqual(reducing);
  expect((await latches.latch(halt)).state).toBe('HALTED');
  const same = await latches.latch({ ...halt, state: 'CANCEL_ONLY', at: 9 });
  expect(same).toMatchObject({ state: 'HALTED', causes: [{ state: 'HALTED', at: 7 }] });
  expect(await records(store)).toMatchObject([
    { type: 'state.changed', actor, data: { from: 'ACTIVE', to: 'REDUCING', scope: 'account' } },
    { data: { from: 'REDUCING', to: 'HALTED', cause: 'operator', reason: 'test', mode: 'paper' } },
  ]);
});

test('causes stay apart: what is left when one is released holds on', async () => {
  const store = memoryStore();
  const latches = latchesOf(store);
  await Promise.all([
    latches.latch({ ...halt, cause: 'daily-loss' }),
    latchesOf(store).latch({ ...halt, state: 'REDUCING' }),
  ]);
  const both = await latches.find('account');
  expect(both).toMatchObject({ state: 'HALTED' });
  expect(both?.causes).toHaveLength(2);
  const by = { reason: 'looked at', actor, at: 8, scope: 'account' } as const;
  const expectedVersion = both?.version ?? 0;
  expect(await latches.release({ ...by, expectedVersion: expectedVersion + 1 })).toMatchObject({
    status: 'changed',
    now: both,
  });
  expect(await latches.release({ ...by, expectedVersion, cause: 'no such' })).toMatchObject({
    status: 'changed',
  });
  const released = await latches.release({ ...by, expectedVersion, cause: 'daily-loss' });
  expect(released).toMatchObject({ status: 'released', left: { state: 'REDUCING' } });
  const left = (await latches.find('account'))?.version ?? 0;
  expect(await latches.release({ ...by, expectedVersion: left })).toEqual({ status: 'released' });
  expect(await latches.release({ ...by, expectedVersion: left })).toEqual({ status: 'changed' });
  expect((await records(store)).at(-1)).toMatchObject({ data: { from: 'REDUCING', to: 'ACTIVE' } });
});

test.each(['global', 'account', { venue: 'none' }, { source: 'test' }, { symbol: 'BTC/USDT' }] as const)(
  'a latch of scope %j stops what it covers',
  async (scope) => {
    const { runner, store } = start();
    await latchesOf(store).latch({ ...halt, scope });
    expect(await latchesOf(store).list()).toMatchObject([{ scope, state: 'HALTED' }]);
    const subject = { venue: 'none', source: 'test', symbol: 'BTC/USDT' };
    expect(await latchesOf(store).stateOf(subject)).toMatchObject({ state: 'HALTED', latches: [{ scope }] });
    const { decision } = await runner.run(planOf('a'));
    expect(decision?.verdict).toBe('rejected');
    expect(decision?.rules.find(({ id }) => id === 'state.trading')).toMatchObject({
      code: 'STATE_HALTED',
      message: expect.stringContaining('operator (test)') as string,
    });
    const other = await runner.run(planOf('b', { symbol: 'ETH/USDT', source: 'other' }));
    const covers = scope === 'global' || scope === 'account' || 'venue' in scope;
    expect(other.verdict).toBe(covers ? 'rejected' : 'approved');
  },
);

test.each(['STATE_RECONCILING', 'STATE_REDUCING', 'STATE_CANCEL_ONLY', 'STATE_HALTED'] as const)(
  '%s refuses new entries, in a preview too',
  async (code) => {
    const { runner, store } = start();
    await latchesOf(store).latch({ ...halt, state: code.slice('STATE_'.length) as LatchRequest['state'] });
    const { decision } = await runner.preview(planOf('a'));
    expect(decision?.rules.find(({ id }) => id === 'state.trading')).toMatchObject({ status: 'fail', code });
    expect((await runner.run(planOf('a'))).verdict).toBe('rejected');
  },
);

test('other accounts and modes go on under a latch of the account; a global one stops all', async () => {
  const { store } = start();
  await latchesOf(store).latch(halt);
  const subject = { venue: 'none', source: 'test', symbol: 'BTC/USDT' };
  const others = [
    new TradingLatches({ store, book: { account: 'main', mode: 'live' } }),
    new TradingLatches({ store, book: { account: 'second', mode: 'paper' } }),
  ];
  for (const other of others) expect((await other.stateOf(subject)).state).toBe('ACTIVE');
  await latchesOf(store).latch({ ...halt, scope: 'global' });
  for (const other of others) expect((await other.stateOf(subject)).state).toBe('HALTED');
});

test('what is latched between evaluation and commit makes the decision a refusal', async () => {
  const { store, clock } = start();
  let latched = 0;
  const { runner } = start(undefined, undefined, clock, {
    store,
    crash: async (point) => {
      if (point !== 'CP15' || latched > 0) return;
      latched += 1;
      await latchesOf(store).latch(halt);
    },
  });
  const { decision } = await runner.run(planOf('a'));
  expect(latched).toBe(1);
  expect(decision?.verdict).toBe('rejected');
  expect(await store.counters(['main/paper/exp/total/notional'])).toEqual([0]);
});

test('after the record of a latch no approval follows, however many decide meanwhile', async () => {
  for (let delay = 0; delay < 12; delay += 1) {
    const { runner, store } = start();
    const running = Promise.all(
      Array.from({ length: 3 }, async (_, index) => runner.run(planOf(`p${index}`))),
    );
    for (let turn = 0; turn < delay; turn += 1) await Promise.resolve();
    await latchesOf(store).latch(halt);
    await running;
    const log = (await records(store)) as {
      type: string;
      data: { decision?: { verdict: string } };
    }[];
    const after = log.slice(log.findIndex(({ type }) => type === 'state.changed') + 1);
    expect(
      after.filter(({ data }) => data.decision !== undefined && data.decision.verdict !== 'rejected'),
    ).toEqual([]);
  }
});

test('arming waits for the release of a latch; what reduces risk does not', async () => {
  const { runner, store } = start();
  const latches = latchesOf(store);
  const ids = ['a', 'b', 'c'].map(async (id) => (await runner.run(planOf(id))).decision?.decisionId ?? '');
  const [first = '', second = '', third = ''] = await Promise.all(ids);
  const ledger = new ExposureLedger({ store, book: runner.book });
  await ledger.arm(first, executionOf(first, 'journaled'));
  const { version } = await latches.latch({ ...halt, scope: { symbol: 'BTC/USDT' } });
  expect((await ledger.arm(second, executionOf(second, 'journaled')))?.state).toBe('reserved');
  expect((await ledger.open(first, executionOf(first, 'open')))?.state).toBe('open');
  expect((await ledger.close(first, 'closed', executionOf(first, 'closed')))?.state).toBe('closed');
  expect((await ledger.release(third, 'withdrawn', 9))?.state).toBe('closed');
  await latches.release({ ...halt, scope: { symbol: 'BTC/USDT' }, expectedVersion: version });
  expect((await ledger.arm(second, executionOf(second, 'journaled')))?.state).toBe('armed');
});

test('a latch that comes between the look and the commit of arming wins', async () => {
  const { runner, store } = start();
  const id = (await runner.run(planOf('a'))).decision?.decisionId ?? '';
  const racing = disturbedStore(store, () => latchesOf(store).latch(halt));
  const ledger = new ExposureLedger({ store: racing, book: runner.book });
  expect((await ledger.arm(id, executionOf(id, 'journaled')))?.state).toBe('reserved');
  await expect(ledger.arm(id, { ...executionOf(id, 'journaled'), symbol: 'ETH/USDT' })).rejects.toThrow(
    'its execution of another',
  );
});

test('a store that cannot be read is HALTED; so is a latch that cannot be', async () => {
  const driver = memoryDriver({ clock: new VirtualClock(1) });
  const away = overriddenDriver(driver, { get: () => Promise.reject(new StoreUnavailableError('away')) });
  const subject = { venue: 'v', source: 's', symbol: 'x' };
  expect(await latchesOf(openStore(away)).stateOf(subject)).toMatchObject({
    state: 'HALTED',
    error: { code: 'STORE_UNAVAILABLE' },
  });
  const store = openStore(driver);
  for (const value of [null, 'off', { causes: [] }, { causes: [null] }, { causes: [{ state: 'FINE' }] }]) {
    await store.commit({ puts: [{ key: latchKey(book, { symbol: 'x' }), value }] });
    expect(await latchesOf(store).stateOf(subject)).toMatchObject({ state: 'HALTED' });
  }
  expect(await latchesOf(store).latch({ ...halt, scope: { symbol: 'x' }, state: 'REDUCING' })).toMatchObject({
    state: 'HALTED',
    causes: [{ cause: 'unreadable' }, { cause: 'operator' }],
  });
});
