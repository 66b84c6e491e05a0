import type { Channel } from '@tradewarden/core';

/** One channel and the place where its messages arrive. */
export interface ChannelBench {
  readonly channel: Channel;
  /** The text of every message that arrived, as a reader sees it, in order. */
  readonly arrived: () => readonly string[];
  /** The same channel set to where nobody listens; absent: it has no such place. */
  readonly unreachable?: Channel;
  readonly close?: () => Promise<void>;
}

export interface ChannelSuiteOptions {
  /** A new channel and an empty place for every case. Rates of the place should be off. */
  readonly open: () => ChannelBench | Promise<ChannelBench>;
}
