import { Random } from '../market/random.ts';
import type { Fate, FaultPlan, VenueCall } from './faults.ts';

export interface SeededFaultOptions {
  readonly seed: number;
  /** Share of calls that do not simply get their answer, 0 to 1. */
  readonly rate: number;
  /** Requests that come late come at most so much later; default 8000. */
  readonly delayMs?: number;
}

/** Faults by chance, the same for the same seed and order of calls. */
export function seededFaults({ seed, rate, delayMs = 8000 }: SeededFaultOptions): FaultPlan {
  const source = new Random(seed);
  const random = (): number => source.integer(1_000_000) / 1_000_000;
  return {
    fate: (call) => (random() < rate ? faultOf(call, random, delayMs) : { kind: 'answered' }),
  };
}

function faultOf(call: VenueCall, random: () => number, delayMs: number): Fate {
  const pick = random();
  if (call === 'submit' || call === 'cancel') {
    if (pick < 0.25) return { kind: 'request-lost' };
    if (pick < 0.55) return { kind: 'answer-lost' };
    if (pick < 0.75) return { kind: 'delayed', ms: Math.ceil(random() * delayMs) };
    if (pick < 0.9) return { kind: 'throttled', retryAfterMs: Math.ceil(random() * 2000) };
    return { kind: 'not-sent' };
  }
  if (pick < 0.4) return { kind: 'stale' };
  return pick < 0.6 ? { kind: 'shuffled' } : { kind: 'answer-lost' };
}
