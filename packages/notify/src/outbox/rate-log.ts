import type { ChannelRate, Lane } from '@tradewarden/core';

/** The grants of one scope that still count, as they stand in the store. */
export interface RateLog {
  /** `until` is there while a delivery is on its way: it may arrive at any moment up to then. */
  readonly grants: readonly { readonly at: number; readonly id: string; readonly until?: number }[];
  /** The provider said to wait. */
  readonly pausedUntil?: number;
}

export const emptyRateLog: RateLog = { grants: [] };

/** A kill or critical message must find a free place within this time, whatever else is sent. */
const soonMs = 3000;
const isUrgent = (lane: Lane): boolean => lane === 'kill' || lane === 'critical';
const reserveOf = ({ count }: ChannelRate): number => Math.max(1, Math.floor(count / 10));

type Grant = RateLog['grants'][number];

/**
 * When a grant stops counting. One that was recorded counts from the moment the provider's answer was there, one on
 * its way from its latest moment: so no window of arrivals at the provider holds more than the rate, whatever the
 * network does. The millisecond makes windows closed at both ends.
 */
const endOf = ({ at, until }: Grant, { windowMs }: ChannelRate): number => (until ?? at) + windowMs + 1;

const counting = (log: RateLog, rate: ChannelRate, now: number): number =>
  log.grants.filter((grant) => endOf(grant, rate) > now).length;

/** Whether a grant at `now` leaves the reserve: places that are free, or will be within three seconds. */
function leavesReserve(log: RateLog, rate: ChannelRate, now: number): boolean {
  const free = rate.count - counting(log, rate, now) - 1;
  if (free < 0) return false;
  const soon = log.grants.filter((grant) => {
    const end = endOf(grant, rate);
    return end > now && end <= now + soonMs;
  }).length;
  const own = rate.windowMs < soonMs ? 1 : 0;
  return free + soon + own >= Math.min(reserveOf(rate), rate.count);
}

/** The first moment, now or later, at which a message of this lane may be sent. */
export function freeAt(log: RateLog, rate: ChannelRate, lane: Lane, now: number): number {
  const start = Math.max(now, log.pausedUntil ?? 0);
  const allows = (at: number): boolean =>
    isUrgent(lane) ? counting(log, rate, at) < rate.count : leavesReserve(log, rate, at);
  if (allows(start)) return start;
  const moments = log.grants
    .flatMap((grant) => [endOf(grant, rate), endOf(grant, rate) - soonMs])
    .filter((at) => at > start)
    .toSorted((left, right) => left - right);
  return moments.find(allows) ?? start + rate.windowMs;
}

/** The log with one more grant, and without those that count no more. */
export const granted = (log: RateLog, rate: ChannelRate, grant: Grant, now: number): RateLog => ({
  ...log,
  grants: [...log.grants.filter((one) => endOf(one, rate) > now), grant],
});

/** The log when a delivery came back: it counts from now on, or not at all when it surely was not sent. */
export const settled = (log: RateLog, id: string, now: number): RateLog => ({
  ...log,
  grants: log.grants.map((grant) => (grant.id === id ? { at: now, id } : grant)),
});

export const paused = (log: RateLog, until: number): RateLog => ({
  ...log,
  pausedUntil: Math.max(until, log.pausedUntil ?? 0),
});
