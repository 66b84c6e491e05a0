import { expect, test } from 'vitest';
import { operator as actor, operatorHalt as halt } from '../../test/operator-halt.ts';
import { disturbedStore, lossyStore, overriddenStore } from '../../test/overridden-store.ts';
import { StoreUnavailableError, StoreUnknownError } from '../errors/store-errors.ts';
import { memoryStore } from '../store/memory-store.ts';
import type { Commit, Store } from '../store/store.ts';
import type { LatchScope } from './latch.ts';
import { latchKey, scopeOfKey } from './latch-keys.ts';
import { type LatchRequest, TradingLatches } from './trading-latches.ts';
import { strictest } from './trading-state.ts';

const book = { account: 'main', mode: 'paper' } as const;
const by = { reason: 'looked at', actor, at: 8, scope: 'account' } as const;
const loss: LatchRequest = { ...halt, cause: 'daily-loss', state: 'REDUCING' };
const latchesOf = (store: Store, waits: number[] = []): TradingLatches =>
  new TradingLatches({ store, book, pause: async (ms) => void waits.push(ms) });
const changes = async (
  store: Store,
): Promise<readonly { readonly subject: unknown; readonly data: unknown }[]> =>
  (await store.read('main/audit', { after: 0, limit: 50 })).map(({ value }) => value as never);

test.each<readonly [LatchScope, string]>([
  ['global', '_/latch/global'],
  ['account', 'main/paper/latch/account'],
  [{ venue: 'sim' }, 'main/paper/latch/venue/sim'],
  [{ source: 'scanner' }, 'main/paper/latch/source/scanner'],
  [{ symbol: 'BTC/USDT' }, 'main/paper/latch/symbol/BTC%2FUSDT'],
])('the latch of %j stands at %s', (scope, key) => {
  expect(latchKey(book, scope)).toBe(key);
  expect(scopeOfKey(key)).toEqual(scope);
});

test('every latch is listed, however many pages they fill', async () => {
  const store = memoryStore();
  const value = { causes: [{ ...halt }] };
  for (let page = 0; page < 4; page += 1) {
    const symbols = Array.from({ length: 100 }, (_, index) => `S${page * 100 + index}`);
    await store.commit({ puts: symbols.map((symbol) => ({ key: latchKey(book, { symbol }), value })) });
  }
  const found = await latchesOf(store).list();
  expect(new Set(found.map(({ scope }) => (scope as { readonly symbol: string }).symbol)).size).toBe(400);
  expect(found).toHaveLength(400);
});

test('a looser cause leaves a stricter state; of a release of all, the record names all', async () => {
  const store = memoryStore();
  const latches = latchesOf(store);
  await latches.latch(halt);
  const both = await latches.latch(loss);
  expect(both).toMatchObject({ state: 'HALTED', causes: [{ cause: 'operator' }, { cause: 'daily-loss' }] });
  await latches.release({ ...by, expectedVersion: both.version, cause: 'operator' });
  const again = await latches.latch(halt);
  await latches.release({ ...by, expectedVersion: again.version });
  const log = await changes(store);
  expect(log.map(({ data }) => data)).toMatchObject([
    { from: 'ACTIVE', to: 'HALTED', cause: 'operator' },
    { from: 'HALTED', to: 'HALTED', cause: 'daily-loss' },
    { from: 'HALTED', to: 'REDUCING', cause: 'operator' },
    { from: 'REDUCING', to: 'HALTED', cause: 'operator' },
    { from: 'HALTED', to: 'ACTIVE', cause: 'daily-loss, operator' },
  ]);
  for (const { subject } of log) expect(subject).toEqual({ account: 'main' });
});

test('what another latches meanwhile stays; one that keeps losing gives up after 20 attempts', async () => {
  const store = memoryStore();
  const waits: number[] = [];
  const sent: Commit[] = [];
  const racing = disturbedStore(store, (commit) => (sent.push(commit), latchesOf(store).latch(loss)));
  const both = await latchesOf(racing, waits).latch(halt);
  expect(both.causes.map(({ cause }) => cause)).toEqual(['daily-loss', 'operator']);
  expect(sent).toMatchObject([{ reduces: true }]);
  expect(waits).toEqual([2]);
  await latchesOf(store, waits).latch({ ...loss, state: 'HALTED' });
  expect(waits).toEqual([2]);
  const never = overriddenStore(memoryStore(), {
    commit: async () => ({ ok: false, reason: 'conflict', key: latchKey(book, 'account'), version: 1 }),
  });
  await expect(latchesOf(never, waits).latch(halt)).rejects.toThrow(
    'the latch of account kept changing 20 times in a row',
  );
  expect(waits).toEqual([2, ...Array.from({ length: 20 }, (_, index) => 2 * (index + 1))]);
});

test('a release whose answer is lost is told as what it was', async () => {
  const store = memoryStore();
  const latches = latchesOf(store);
  await latches.latch(halt);
  const { version } = await latches.latch(loss);
  const one = { ...by, expectedVersion: version, cause: 'operator' };
  const released = await latchesOf(lossyStore(store, true)).release(one);
  const left = await latches.find('account');
  expect(left).toMatchObject({ state: 'REDUCING' });
  expect(released).toEqual({ status: 'released', left });
  const rest = { ...by, expectedVersion: left?.version ?? 0 };
  expect(await latchesOf(lossyStore(store, true)).release(rest)).toEqual({ status: 'released' });
  expect(await latches.find('account')).toBeUndefined();
  expect(await changes(store)).toHaveLength(4);
});

test('a release that was never made is not told as one because somebody else wrote meanwhile', async () => {
  const store = memoryStore();
  const latches = latchesOf(store);
  const { version } = await latches.latch(halt);
  const lost = disturbedStore(store, async () => {
    await latches.latch(loss);
    throw new StoreUnknownError('no answer');
  });
  const outcome = await latchesOf(lost).release({ ...by, expectedVersion: version });
  expect(outcome).toEqual({ status: 'changed', now: await latches.find('account') });
});

test('what changes between the look and the commit of a release is not released with it', async () => {
  const store = memoryStore();
  const latches = latchesOf(store);
  const { version } = await latches.latch(halt);
  const tightening = disturbedStore(store, () => latches.latch(loss));
  const outcome = await latchesOf(tightening).release({ ...by, expectedVersion: version });
  const now = await latches.find('account');
  expect(now?.causes).toHaveLength(2);
  expect(outcome).toEqual({ status: 'changed', now });
  const rest = { ...by, expectedVersion: now?.version ?? 0, cause: 'operator' };
  const releasing = disturbedStore(store, () => latches.release({ ...rest, cause: undefined } as never));
  expect(await latchesOf(releasing).release(rest)).toEqual({ status: 'changed' });
});

test('what cannot be read is shown as one cause, also when only some of it cannot', async () => {
  const store = memoryStore();
  const sound = { ...halt, state: 'REDUCING' };
  for (const value of [null, 'off', {}, { causes: [] }, { causes: [sound, { state: 'FINE' }] }]) {
    await store.commit({ puts: [{ key: latchKey(book, 'account'), value }] });
    const found = await latchesOf(store).find('account');
    expect(found).toMatchObject({ state: 'HALTED', causes: [{ cause: 'unreadable' }] });
    expect(found?.causes).toHaveLength(1);
  }
  expect(strictest([])).toBe('HALTED');
});

test('a store without an answer halts with nothing to show; a mistake in a program is thrown on', async () => {
  const subject = { venue: 'sim', source: 'scanner', symbol: 'BTC/USDT' };
  const failing = (error: Error): Store =>
    overriddenStore(memoryStore(), {
      get: async () => {
        throw error;
      },
    });
  const away = await latchesOf(failing(new StoreUnavailableError('away'))).stateOf(subject);
  expect(away).toMatchObject({ state: 'HALTED', error: { code: 'STORE_UNAVAILABLE' } });
  expect(away.latches).toEqual([]);
  await expect(latchesOf(failing(new TypeError('a bug'))).stateOf(subject)).rejects.toThrow('a bug');
});
