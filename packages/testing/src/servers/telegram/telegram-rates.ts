import type { Clock } from '@tradewarden/core';
import { SlidingWindow } from '../sliding-window.ts';
import type { TelegramChat } from './telegram-chats.ts';
import { tooManyRequests } from './telegram-refusal.ts';

/** Messages in any window of the length given. */
export interface TelegramRateLimits {
  readonly perBotSecond: number;
  readonly perChatSecond: number;
  readonly perGroupMinute: number;
}

export const usualTelegramRates: TelegramRateLimits = {
  perBotSecond: 30,
  perChatSecond: 1,
  perGroupMinute: 20,
};

/** Counts what is sent and refuses what is too much, in true sliding windows. */
export class TelegramRates {
  readonly #limits: TelegramRateLimits | undefined;
  readonly #clock: Clock;
  readonly #windows = new Map<string, SlidingWindow>();

  constructor(limits: TelegramRateLimits | undefined, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** Counts one message. @throws {TelegramRefusal} 429, and then it is not counted. */
  take({ id, type }: TelegramChat): void {
    const limits = this.#limits;
    if (limits === undefined) return;
    const now = this.#clock.now();
    const windows = [
      this.#window('bot', limits.perBotSecond, 1000),
      this.#window(`chat ${id}`, limits.perChatSecond, 1000),
      ...(type === 'private' ? [] : [this.#window(`group ${id}`, limits.perGroupMinute, 60_000)]),
    ];
    const waitMs = Math.max(...windows.map((window) => window.waitMs(now)));
    if (waitMs > 0) throw tooManyRequests(waitMs);
    for (const window of windows) window.grant(now);
  }

  #window(scope: string, limit: number, windowMs: number): SlidingWindow {
    const known = this.#windows.get(scope) ?? new SlidingWindow(limit, windowMs);
    this.#windows.set(scope, known);
    return known;
  }
}
