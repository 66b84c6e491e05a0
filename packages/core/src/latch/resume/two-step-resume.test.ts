import { beforeEach, describe, expect, test } from 'vitest';
import { lossyStore } from '../../../test/overridden-store.ts';
import { operator as actor, operatorHalt as halt } from '../../../test/operator-halt.ts';
import { planOf, start } from '../../../test/runner-fixture.ts';
import { countingIds } from '../../clock/ids.ts';
import { VirtualClock } from '../../clock/virtual-clock.ts';
import { memoryStore } from '../../store/memory-store.ts';
import type { Store } from '../../store/store.ts';
import { TradingLatches } from '../trading-latches.ts';
import type { CauseKeeper } from './cause-keeper.ts';
import { challengeKey } from './resume-challenge.ts';
import { TwoStepResume } from './two-step-resume.ts';

const by = { actor, reason: 'looked at' };
const latchesIn = (store: Store): TradingLatches =>
  new TradingLatches({ store, book: { account: 'main', mode: 'paper' } });
const records = async (store: Store): Promise<readonly unknown[]> =>
  (await store.read('main/audit', { after: 0, limit: 100 })).map(({ value }) => value);

let clock = new VirtualClock(1000);
let store = memoryStore({ clock });
let ids = countingIds();
const resumeIn = (keepers: readonly CauseKeeper[] = [], over: Store = store): TwoStepResume =>
  new TwoStepResume({ store: over, account: 'main', modes: ['paper', 'live'], keepers, clock, ids });
beforeEach(async () => {
  clock = new VirtualClock(1000);
  store = memoryStore({ clock });
  ids = countingIds();
  await latchesIn(store).latch(halt);
});

async function tokenOf(resume = resumeIn()): Promise<string> {
  const requested = await resume.request(by);
  if (requested.status !== 'requested') throw new Error(requested.status);
  return requested.token;
}

test('what is latched is shown, and released by the token, with a record of each step', async () => {
  await latchesIn(store).latch({ ...halt, scope: { symbol: 'BTC/USDT' }, state: 'REDUCING' });
  await latchesIn(store).latch({ ...halt, scope: 'global', cause: 'restore' });
  const requested = await resumeIn().request(by);
  expect(requested).toMatchObject({ status: 'requested', expiresAt: 121_000, more: 0 });
  const items = requested.status === 'requested' ? requested.items : [];
  expect(items.map(({ mode, latch: { scope, state } }) => ({ mode, scope, state }))).toEqual([
    { mode: 'paper', scope: 'global', state: 'HALTED' },
    { mode: 'paper', scope: 'account', state: 'HALTED' },
    { mode: 'paper', scope: { symbol: 'BTC/USDT' }, state: 'REDUCING' },
  ]);
  const token = requested.status === 'requested' ? requested.token : '';
  expect(await latchesIn(store).list()).toHaveLength(3);
  expect(await resumeIn().confirm({ ...by, token })).toMatchObject({
    status: 'released',
    items: [{}, {}, {}],
  });
  expect(await latchesIn(store).list()).toEqual([]);
  const log = await records(store);
  expect(log.slice(3)).toMatchObject([
    {
      type: 'resume.requested',
      actor,
      data: { reason: 'looked at', latches: [{ scope: 'global' }, {}, {}] },
    },
    { type: 'resume.confirmed', actor, data: { latches: [{}, { causes: ['operator'] }, {}], unsettled: [] } },
    { type: 'state.changed', data: { scope: 'global', to: 'ACTIVE' } },
    { type: 'state.changed', data: { scope: 'account', to: 'ACTIVE' } },
    { type: 'state.changed', data: { scope: 'symbol BTC/USDT', to: 'ACTIVE' } },
  ]);
  expect(JSON.stringify([log, await store.get([challengeKey('main')])])).not.toContain(token);
});

test('nothing latched: nothing to resume, and nothing is written', async () => {
  const empty = memoryStore({ clock });
  expect(await resumeIn([], empty).request(by)).toEqual({ status: 'nothing-latched' });
  expect((await empty.head('main/audit')).last).toBe(0);
});

describe('refused, with nothing released and a record that says so', () => {
  const refusedWith = async (
    code: string,
    token: string,
    reason: string,
    resume = resumeIn(),
  ): Promise<void> => {
    const before = await latchesIn(store).list();
    expect(await resume.confirm({ ...by, token })).toMatchObject({
      status: 'refused',
      code,
      reason: expect.stringContaining(reason) as string,
    });
    expect(await latchesIn(store).list()).toEqual(before);
    expect((await records(store)).at(-1)).toMatchObject({ type: 'resume.refused', actor, data: { code } });
  };

  test('RESUME_NOT_REQUESTED, also after a refusal, and over what cannot be read', async () => {
    await refusedWith('RESUME_NOT_REQUESTED', 'x', 'nobody asked');
    await refusedWith('RESUME_NOT_REQUESTED', '', 'nobody asked');
    await store.commit({ puts: [{ key: challengeKey('main'), value: { tokenHash: 7 } }] });
    await refusedWith('RESUME_NOT_REQUESTED', 'x', 'nobody asked');
  });

  test('RESUME_TOKEN_WRONG: also the token of an earlier request', async () => {
    const first = await tokenOf();
    const second = await tokenOf();
    await refusedWith('RESUME_TOKEN_WRONG', 'guess', 'by ops');
    await refusedWith('RESUME_TOKEN_WRONG', first, 'latest request');
    expect((await resumeIn().confirm({ ...by, token: second })).status).toBe('released');
  });

  test('RESUME_TOKEN_EXPIRED after 120 s, and when the clock went back', async () => {
    const token = await tokenOf();
    clock.advance(120_001);
    await refusedWith('RESUME_TOKEN_EXPIRED', token, 'good for 120 s');
    clock = new VirtualClock(999);
    await refusedWith('RESUME_TOKEN_EXPIRED', token, 'ask again');
    clock = new VirtualClock(121_000);
    expect((await resumeIn().confirm({ ...by, token })).status).toBe('released');
  });

  test('RESUME_TOKEN_USED: a token is good once, whatever is latched later', async () => {
    const token = await tokenOf();
    await resumeIn().confirm({ ...by, token });
    await latchesIn(store).latch(halt);
    await refusedWith('RESUME_TOKEN_USED', token, 'has released');
  });

  test('RESUME_CHANGED: tightened, or released and latched again, since it was shown', async () => {
    await latchesIn(store).latch({ ...halt, scope: { venue: 'sim' } });
    const token = await tokenOf();
    await latchesIn(store).latch({ ...halt, cause: 'daily-loss' });
    await refusedWith('RESUME_CHANGED', token, 'paper account');
    const found = await latchesIn(store).find('account');
    const again = await tokenOf();
    await latchesIn(store).release({ ...by, at: 8, scope: 'account', expectedVersion: found?.version ?? 0 });
    await latchesIn(store).latch(halt);
    await refusedWith('RESUME_CHANGED', again, 'look again');
  });

  test('RESUME_CAUSE_ACTIVE while a cause holds; a reason overrides it and is recorded', async () => {
    let holds: string | undefined = 'the loss of the day is 4 %';
    const keeper: CauseKeeper = {
      stillHolds: async ({ cause }) => (cause.cause === 'operator' ? holds : undefined),
    };
    const resume = resumeIn([keeper]);
    const token = await tokenOf(resume);
    await refusedWith('RESUME_CAUSE_ACTIVE', token, 'account, operator: the loss of the day is 4 %', resume);
    expect((await resume.confirm({ ...by, token, override: 'hedged' })).status).toBe('released');
    expect((await records(store)).slice(-2)).toMatchObject([
      { type: 'resume.confirmed', data: { override: 'hedged', unsettled: [{}] } },
      { type: 'state.changed', data: { reason: 'looked at (override: hedged)' } },
    ]);
    await latchesIn(store).latch(halt);
    const settled = await tokenOf(resume);
    holds = undefined;
    expect((await resume.confirm({ ...by, token: settled })).status).toBe('released');
  });

  test('RESUME_CAUSE_ACTIVE while something is being reconciled', async () => {
    await latchesIn(store).latch({ ...halt, cause: 'start', state: 'RECONCILING', scope: { venue: 'sim' } });
    await refusedWith('RESUME_CAUSE_ACTIVE', await tokenOf(), 'the reconciliation has not finished');
  });
});

test('what is latched elsewhere meanwhile stays latched', async () => {
  const token = await tokenOf();
  await latchesIn(store).latch({ ...halt, scope: { source: 'scanner' } });
  expect((await resumeIn().confirm({ ...by, token })).status).toBe('released');
  expect(await latchesIn(store).list()).toMatchObject([{ scope: { source: 'scanner' } }]);
});

test('of processes that confirm one token at once, one releases', async () => {
  const token = await tokenOf();
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, async () => resumeIn().confirm({ ...by, token })),
  );
  expect(outcomes.filter(({ status }) => status === 'released')).toHaveLength(1);
  expect(outcomes.filter((one) => one.status === 'refused' && one.code === 'RESUME_TOKEN_USED')).toHaveLength(
    7,
  );
});

test('a keeper writes in the commit of the release; a lost answer releases once', async () => {
  await store.commit({ puts: [{ key: 'main/count', value: 3 }] });
  const keeper: CauseKeeper = {
    stillHolds: async () => undefined,
    onRelease: async ([open]) => [
      { puts: [{ key: 'main/mark', value: open?.cause.cause ?? null }], deletes: ['main/count'] },
    ],
  };
  const token = await tokenOf(resumeIn([keeper]));
  const lossy = resumeIn([keeper], lossyStore(store, true));
  expect((await lossy.confirm({ ...by, token })).status).toBe('released');
  expect(await store.get(['main/mark', 'main/count'])).toMatchObject([{ value: 'operator' }, null]);
  const types = (await records(store)).map((record) => (record as { readonly type: string }).type);
  expect(types.filter((type) => type === 'resume.confirmed')).toHaveLength(1);
});

test('more latches than one commit holds are released in several rounds', async () => {
  for (let index = 0; index < 30; index += 1)
    await latchesIn(store).latch({ ...halt, scope: { symbol: `S${index}/USDT` } });
  for (const more of [7, 0]) {
    const requested = await resumeIn().request(by);
    expect(requested).toMatchObject({ more });
    const token = requested.status === 'requested' ? requested.token : '';
    expect((await resumeIn().confirm({ ...by, token })).status).toBe('released');
  }
  expect(await latchesIn(store).list()).toEqual([]);
});

test('a plan is approved again after the release, and not before', async () => {
  const { runner } = start(undefined, undefined, clock, { store });
  expect((await runner.run(planOf('a'))).verdict).toBe('rejected');
  await resumeIn().confirm({ ...by, token: await tokenOf() });
  expect((await runner.run(planOf('b'))).verdict).toBe('approved');
});
