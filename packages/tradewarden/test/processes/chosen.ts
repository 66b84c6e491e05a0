import { runsOf } from '@tradewarden/testing';

/** So many by day, spread over all of them; at night each. */
export function chosen<Value>(all: readonly Value[], byDay: number): readonly Value[] {
  const count = Math.min(all.length, runsOf(byDay, all.length));
  return Array.from({ length: count }, (_, index) => all[Math.floor((index * all.length) / count)] as Value);
}
