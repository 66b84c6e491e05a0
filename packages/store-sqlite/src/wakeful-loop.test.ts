import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { WakefulLoop } from './wakeful-loop.ts';

/** The share of the time that the event loop did not sleep. */
async function busyWhile(work: () => Promise<unknown>): Promise<number> {
  const before = performance.eventLoopUtilization();
  await work();
  return performance.eventLoopUtilization(before).utilization;
}

test('the loop turns while an answer is awaited, other work goes on, and after a millisecond it sleeps', async () => {
  const loop = new WakefulLoop();
  const turned = loop.awaitAnswer();
  // Whatever is due has its turn before the answer.
  await new Promise(setImmediate);
  turned();
  const neverAnswered = async (): Promise<void> => {
    for (let call = 0; call < 3; call += 1) loop.awaitAnswer();
    await wait(400);
  };
  expect(await busyWhile(neverAnswered)).toBeLessThan(0.5);
});
