import { expect, test } from 'vitest';
import type { TradePlan } from '../domain/trade-plan.ts';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { defineFact, known } from './define-fact.ts';
import { loadFacts } from './load-facts.ts';

const plan = {} as TradePlan;
const loading = (load: Parameters<typeof defineFact>[0]['load'], signal = new AbortController().signal) => {
  const clock = new VirtualClock(0);
  const facts = loadFacts([defineFact({ key: 'a', deadlineMs: 50, load })], { plan, now: 0, clock, signal });
  return { clock, fact: async () => (await facts).get('a') };
};
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

test('an answer that is there at once asks no clock', async () => {
  const never = { now: () => 0, sleep: () => Promise.reject(new Error('nobody may sleep')) };
  const definition = defineFact({ key: 'a', load: async () => known('1', 0, 'memory') });
  const { signal } = new AbortController();
  const facts = await loadFacts([definition], { plan, now: 0, clock: never, signal });
  expect(facts.get('a')).toEqual({ status: 'known', value: '1', asOf: 0, source: 'memory' });
});

test('an answer within the deadline counts, one after it does not, and whoever is late is told', async () => {
  let told: AbortSignal | undefined;
  const slow = (ms: number) =>
    loading(async ({ signal }) => {
      told = signal;
      await new Promise((resolve) => void setTimeout(resolve, ms));
      return known('1', 0, 'slow');
    });
  expect(await slow(5).fact()).toMatchObject({ status: 'known' });
  expect(told?.aborted).toBe(false);
  const late = loading(({ signal }) => {
    told = signal;
    return new Promise(() => {});
  });
  await turns();
  late.clock.advance(50);
  expect(await late.fact()).toEqual({
    status: 'unknown',
    reason: 'no answer within 50 ms',
    code: 'FACT_TIMEOUT',
  });
  expect(told?.aborted).toBe(true);
});

test('what fails, at once or later, is unknown with the reason', async () => {
  expect(
    await loading(() => {
      throw new Error('no table');
    }).fact(),
  ).toEqual({ status: 'unknown', reason: 'no table' });
  expect(
    await loading(async () => {
      await new Promise((resolve) => void setImmediate(resolve));
      throw new Error('no route');
    }).fact(),
  ).toEqual({ status: 'unknown', reason: 'no route' });
});

test('a decision that is stopped stops its facts, also one that was stopped before', async () => {
  const stopping = new AbortController();
  let told: AbortSignal | undefined;
  const waiting = loading(({ signal }) => {
    told = signal;
    return new Promise(() => {});
  }, stopping.signal);
  await turns();
  stopping.abort(new Error('interrupted'));
  expect(await waiting.fact()).toEqual({ status: 'unknown', reason: 'stopped' });
  expect(told?.reason).toMatchObject({ message: 'interrupted' });
  const over = loading(({ signal }) => {
    told = signal;
    return new Promise(() => {});
  }, AbortSignal.abort());
  expect(await over.fact()).toEqual({ status: 'unknown', reason: 'stopped' });
  expect(told?.aborted).toBe(true);
});
