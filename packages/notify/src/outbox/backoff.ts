import { sha256Hex } from '@tradewarden/core';

const firstMs = 1000;
const longestMs = 900_000;

/**
 * Exponential with full jitter, drawn from the row itself: the same row waits the same everywhere, different rows
 * spread out.
 */
export function backoffMs(id: string, attempt: number): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 20));
  const share = Number.parseInt(sha256Hex(`${id} ${attempt}`).slice(0, 8), 16) / 0xff_ff_ff_ff;
  return Math.ceil(share * ceiling);
}
