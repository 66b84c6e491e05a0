import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { withinLimit } from './time-limit.ts';

const late = (): Error => new Error('late');
const sleeping: Clock = {
  now: () => systemClock.now(),
  sleep: (ms, signal) => systemClock.sleep(ms, signal),
};
const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe.each([
  ['a clock that wakes', systemClock],
  ['a clock that only sleeps', sleeping],
])('withinLimit by %s', (_name, clock) => {
  test('gives the answer, and leaves no timer behind', async () => {
    const before = timers();
    const answer = withinLimit(Promise.resolve(7), { clock, ms: 60_000 }, late);
    expect(timers()).toBe(before + 1);
    expect(await answer).toBe(7);
    await Promise.resolve();
    expect(timers()).toBe(before);
  });

  test('passes a failure on, and leaves no timer behind', async () => {
    const before = timers();
    const work = Promise.reject(new Error('failed'));
    await expect(withinLimit(work, { clock, ms: 60_000 }, late)).rejects.toThrow('failed');
    expect(timers()).toBe(before);
  });

  test('is late after the limit, whatever comes of the work afterwards', async () => {
    const { promise, reject } = Promise.withResolvers<number>();
    await expect(withinLimit(promise, { clock, ms: 5 }, late)).rejects.toThrow('late');
    // Were it not handled, the failure would end the run.
    reject(new Error('failed much later'));
    await wait(5);
  });
});

test('is late exactly when a virtual clock reaches the limit', async () => {
  const clock = new VirtualClock(0);
  let error: unknown;
  const answer = withinLimit(new Promise(() => {}), { clock, ms: 100 }, late).catch((caught: unknown) => {
    error = caught;
  });
  clock.advance(99);
  await wait(1);
  expect(error).toBeUndefined();
  clock.advance(1);
  await answer;
  expect(error).toEqual(late());
});
