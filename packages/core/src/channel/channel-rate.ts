/** At most `count` deliveries in any window of `windowMs`, over everything that shares the scope. */
export interface ChannelRate {
  /** Unique within the channel, such as `bot`, `chat` or `group`; a `rate-limited` outcome names one of these. */
  readonly scope: string;
  /** `account`: shared by all channels with the same account; `target`: by all with the same account and target. */
  readonly per: 'account' | 'target';
  readonly count: number;
  readonly windowMs: number;
}
