import { memoryStore, type Store, VirtualClock } from '@tradewarden/core';
import type { EquityReading, EquitySource } from '@tradewarden/core/equity';
import { overriddenStore } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { equityStateKey, untrustedKey } from './equity-state.ts';
import { EquityWatch } from './equity-watch.ts';

const book = { account: 'main', mode: 'paper' } as const;
const start = Date.parse('2025-10-10T12:00:00Z');

function watching(over?: (store: Store) => Store) {
  const clock = new VirtualClock(start);
  const store = memoryStore({ clock });
  let seen: EquityReading | undefined = { equity: '10000', netDeposits: '0', at: start };
  const source: EquitySource = { id: 'test', measured: true, read: async () => seen };
  const waits: number[] = [];
  const watch = new EquityWatch({
    ...book,
    store: over?.(store) ?? store,
    source,
    limits: { 'breakers.confirmations': 1, 'equity.untrustedMs': 60_000 },
    clock,
    pause: async (ms) => void waits.push(ms),
  });
  const see = (equity: string | undefined) => {
    clock.advance(30_000);
    seen = equity === undefined ? undefined : { equity, netDeposits: '0', at: clock.now() };
    return watch.observe();
  };
  return { clock, store, watch, waits, see };
}
const tripped = async (store: Store): Promise<readonly unknown[]> =>
  (await store.read('main/audit', { after: 0, limit: 50 }))
    .map(({ value }) => value)
    .filter((value) => (value as { readonly type: string }).type === 'breaker.tripped');

test('an observation says what it came to; what is kept for evidence is the whole state', async () => {
  const { store, see, watch } = watching();
  expect(watch.name).toBe('equity-watch');
  expect(await see('10000')).toEqual({ status: 'observed', latched: [] });
  expect(await see('9700')).toEqual({ status: 'observed', latched: ['daily-loss'] });
  const [entry] = await store.get([equityStateKey(book)]);
  const [record] = await tripped(store);
  expect(record).toMatchObject({ subject: { account: 'main' } });
  const { data } = record as { readonly data: object };
  expect(data).toEqual({
    mode: 'paper',
    breakers: [{ breaker: 'daily-loss', observed: '0.03', limit: '0.03' }],
    equity: entry?.value,
  });
});

test('a doubt is told and kept with its beginning, and the evidence of what it latches names it', async () => {
  const { clock, store, see } = watching();
  const doubted = await see(undefined);
  const since = clock.now();
  expect(doubted).toEqual({ status: 'untrusted', reason: expect.any(String) as string, latched: [] });
  await see(undefined);
  expect((await store.get([untrustedKey(book)]))[0]?.value).toEqual({ since, reason: doubted.reason });
  expect((await see(undefined)).latched).toEqual(['equity-unknown']);
  expect(await tripped(store)).toMatchObject([{ data: { breakers: [], doubt: doubted.reason } }]);
  const [latch] = await store.get(['main/paper/latch/account']);
  expect(latch?.value).toMatchObject({
    causes: [{ reason: `the equity could not be trusted for 60000 ms: ${doubted.reason}` }],
  });
  expect(await see('10000')).toEqual({ status: 'observed', latched: [] });
  expect(await store.get([untrustedKey(book)])).toEqual([null]);
});

test('one who keeps losing gives up after 20 attempts, and waits longer each time', async () => {
  const { watch, waits } = watching((store) =>
    overriddenStore(store, {
      commit: async () => ({ ok: false, reason: 'conflict', key: equityStateKey(book), version: 1 }),
    }),
  );
  await expect(watch.observe()).rejects.toThrow('the breakers of main kept changing 20 times in a row');
  expect(waits).toEqual(Array.from({ length: 20 }, (_, index) => 2 * (index + 1)));
});
