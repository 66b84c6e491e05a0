import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '@tradewarden/core';
import { startedAt } from './process-plans.ts';

/** Slow enough that a busy machine answers within the 5 seconds for which a request is good. */
const factor = 4;

/** The same for all processes that know when the test began, in milliseconds of the machine. */
export const orderClock = (began: number): Clock => ({
  now: () => startedAt + (Date.now() - began) * factor,
  sleep: (ms, signal) => wait(ms / factor, undefined, { signal }),
});

/** How long something held may be without a stop while a process lives, by that clock. */
export const guardWithinMs = 20_000;
