import { sha256Hex } from '@tradewarden/core';

const firstMs = 1000;
const longestMs = 300_000;
const longestUrgentMs = 60_000;

/**
 * Exponential with full jitter, drawn from the row itself: the same row waits the same everywhere, different rows
 * spread out. At most five minutes; one for what is urgent.
 */
export function backoffMs(id: string, attempt: number, urgent = false): number {
  const ceiling = Math.min(urgent ? longestUrgentMs : longestMs, firstMs * 2 ** Math.min(attempt, 20));
  const share = Number.parseInt(sha256Hex(`${id} ${attempt}`).slice(0, 8), 16) / 0xff_ff_ff_ff;
  return Math.ceil(share * ceiling);
}
