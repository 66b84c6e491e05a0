import { beforeEach, expect, test } from 'vitest';
import { operator as actor, operatorHalt as halt } from '../../../test/operator-halt.ts';
import { disturbedStore, overriddenStore } from '../../../test/overridden-store.ts';
import { countingIds } from '../../clock/ids.ts';
import { VirtualClock } from '../../clock/virtual-clock.ts';
import { memoryStore } from '../../store/memory-store.ts';
import type { Store } from '../../store/store.ts';
import { TradingLatches } from '../trading-latches.ts';
import type { CauseKeeper } from './cause-keeper.ts';
import { challengeKey } from './resume-challenge.ts';
import { TwoStepResume } from './two-step-resume.ts';

const by = { actor, reason: 'looked at' };
const latchesIn = (over: Store, mode: 'paper' | 'live' = 'paper'): TradingLatches =>
  new TradingLatches({ store: over, book: { account: 'main', mode } });

const clock = new VirtualClock(1000);
let store = memoryStore({ clock });
let ids = countingIds();
let waits: number[] = [];
beforeEach(async () => {
  store = memoryStore({ clock });
  ids = countingIds();
  waits = [];
  await latchesIn(store).latch(halt);
});
const resumeIn = (over: Store = store, keepers?: readonly CauseKeeper[]): TwoStepResume =>
  new TwoStepResume({
    store: over,
    account: 'main',
    modes: ['paper', 'live'],
    clock,
    ids,
    pause: async (ms) => void waits.push(ms),
    ...(keepers === undefined ? {} : { keepers }),
  });
async function tokenOf(resume = resumeIn()): Promise<string> {
  const requested = await resume.request(by);
  if (requested.status !== 'requested') throw new Error(requested.status);
  return requested.token;
}
const lastRecord = async (): Promise<unknown> => {
  const { last } = await store.head('main/audit');
  return (await store.read('main/audit', { after: last - 1, limit: 1 }))[0]?.value;
};

test('latches of every mode are shown and released, the global one once', async () => {
  await latchesIn(store, 'live').latch({ ...halt, scope: { venue: 'sim' } });
  await latchesIn(store).latch({ ...halt, scope: 'global' });
  const requested = await resumeIn().request(by);
  const items = requested.status === 'requested' ? requested.items : [];
  expect(items.map(({ mode, latch }) => [mode, latch.scope])).toEqual([
    ['paper', 'global'],
    ['paper', 'account'],
    ['live', { venue: 'sim' }],
  ]);
  const token = requested.status === 'requested' ? requested.token : '';
  expect(token).toMatch(/^resume-/);
  expect((await resumeIn().confirm({ ...by, token })).status).toBe('released');
  const record = await lastRecord();
  expect(record).toMatchObject({ type: 'state.changed', data: { mode: 'live' } });
  expect(await latchesIn(store, 'live').list()).toEqual([]);
});

test('what was released, latched or tightened since it was shown is named, with its mode', async () => {
  await latchesIn(store).latch({ ...halt, scope: 'global' });
  const token = await tokenOf();
  const { version } = await latchesIn(store).latch({ ...halt, scope: 'global', cause: 'other' });
  const found = await latchesIn(store).find('account');
  await latchesIn(store).release({ ...by, at: 8, scope: 'account', expectedVersion: found?.version ?? 0 });
  expect(await resumeIn().confirm({ ...by, token })).toEqual({
    status: 'refused',
    code: 'RESUME_CHANGED',
    reason: 'changed since it was shown: global, paper account; nothing is released, look again',
  });
  expect((await latchesIn(store).find('global'))?.version).toBe(version);
  expect(await lastRecord()).toMatchObject({ type: 'resume.refused', subject: { account: 'main' } });
});

test('a latch that is tightened between the look and the commit of a release is not released', async () => {
  const token = await tokenOf();
  const racing = disturbedStore(store, () => latchesIn(store).latch({ ...halt, cause: 'daily-loss' }));
  expect(await resumeIn(racing).confirm({ ...by, token })).toMatchObject({ code: 'RESUME_CHANGED' });
  expect((await latchesIn(store).find('account'))?.causes).toHaveLength(2);
  expect(waits).toEqual([2]);
});

test('what a keeper read is checked too: changed meanwhile, it is asked again', async () => {
  const asked: number[] = [];
  const keeper: CauseKeeper = {
    stillHolds: async () => undefined,
    onRelease: async () => {
      const [entry] = await store.get(['main/mark']);
      asked.push(entry?.version ?? 0);
      return [{ checks: [{ key: 'main/mark', version: entry?.version ?? 0 }] }];
    },
  };
  const token = await tokenOf(resumeIn(store, [keeper]));
  const racing = disturbedStore(store, () => store.commit({ puts: [{ key: 'main/mark', value: 1 }] }));
  expect((await resumeIn(racing, [keeper]).confirm({ ...by, token })).status).toBe('released');
  expect(asked).toHaveLength(2);
  expect(asked[1]).toBeGreaterThan(0);
});

test('the token of a request that lost to another is the one that is good', async () => {
  const racing = disturbedStore(store, () => resumeIn().request(by));
  const token = await tokenOf(resumeIn(racing));
  expect((await resumeIn().confirm({ ...by, token })).status).toBe('released');
});

test('one who keeps losing gives up after 20 attempts, and waits longer each time', async () => {
  const never = overriddenStore(store, {
    commit: async () => ({ ok: false, reason: 'conflict', key: challengeKey('main'), version: 1 }),
  });
  const twenty = Array.from({ length: 20 }, (_, index) => 2 * (index + 1));
  await expect(resumeIn(never).request(by)).rejects.toThrow('others asked to resume 20 times in a row');
  expect(waits).toEqual(twenty);
  const token = await tokenOf();
  waits = [];
  await expect(resumeIn(never).confirm({ ...by, token })).rejects.toThrow(
    'what is latched kept changing 20 times in a row',
  );
  expect(waits).toEqual(twenty);
});

test('every cause that holds is told; without an override the reason is recorded as it was given', async () => {
  const keeper: CauseKeeper = { stillHolds: async ({ cause }) => `${cause.cause} holds` };
  await latchesIn(store).latch({ ...halt, cause: 'daily-loss' });
  const token = await tokenOf();
  expect(await resumeIn(store, [keeper]).confirm({ ...by, token })).toMatchObject({
    code: 'RESUME_CAUSE_ACTIVE',
    reason: 'account, operator: operator holds; account, daily-loss: daily-loss holds',
  });
  expect((await resumeIn().confirm({ ...by, token })).status).toBe('released');
  expect(await lastRecord()).toMatchObject({ data: { reason: 'looked at', cause: 'operator, daily-loss' } });
});

test('a request without somebody who asked cannot be read, so it is none', async () => {
  for (const known of [{}, { actor: null }, { actor: { id: 7 } }]) {
    const value = { tokenHash: 'x', latches: [], at: 1000, ...known } as never;
    await store.commit({ puts: [{ key: challengeKey('main'), value }] });
    expect(await resumeIn().confirm({ ...by, token: 'x' })).toMatchObject({ code: 'RESUME_NOT_REQUESTED' });
  }
});
