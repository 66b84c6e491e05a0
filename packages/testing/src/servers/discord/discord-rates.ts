import type { Clock } from '@tradewarden/core';
import { SlidingWindow } from '../sliding-window.ts';

export interface DiscordRateLimits {
  /** Messages in any 2 seconds of one webhook or channel. */
  readonly perRoute: number;
  /** Messages in any minute of one channel; not shown in headers. */
  readonly perChannelMinute: number;
}

export const usualDiscordRates: DiscordRateLimits = { perRoute: 5, perChannelMinute: 30 };

export interface RateVerdict {
  /** 0: granted. */
  readonly waitMs: number;
  readonly scope: 'user' | 'shared';
  readonly headers: Readonly<Record<string, string>>;
}

const routeMs = 2000;

/** The bucket of one route, with its headers, and the limit of the channel behind it. */
export class DiscordRates {
  readonly #limits: DiscordRateLimits | undefined;
  readonly #clock: Clock;
  readonly #route: SlidingWindow;
  readonly #channel: SlidingWindow;

  constructor(limits: DiscordRateLimits | undefined, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
    this.#route = new SlidingWindow(limits?.perRoute ?? 1, routeMs);
    this.#channel = new SlidingWindow(limits?.perChannelMinute ?? 1, 60_000);
  }

  take(): RateVerdict {
    if (this.#limits === undefined) return { waitMs: 0, scope: 'user', headers: {} };
    const now = this.#clock.now();
    const routeWait = this.#route.waitMs(now);
    const channelWait = this.#channel.waitMs(now);
    const waitMs = Math.max(routeWait, channelWait);
    if (waitMs === 0) {
      this.#route.grant(now);
      this.#channel.grant(now);
    }
    const resetMs = Math.max(this.#route.waitMs(now), waitMs);
    const headers = {
      'x-ratelimit-limit': String(this.#route.limit),
      'x-ratelimit-remaining': String(this.#route.remaining(now)),
      'x-ratelimit-reset': String((now + resetMs) / 1000),
      'x-ratelimit-reset-after': String(resetMs / 1000),
      'x-ratelimit-bucket': 'a1b2c3d4e5f6',
    };
    return { waitMs, scope: channelWait > routeWait ? 'shared' : 'user', headers };
  }
}
