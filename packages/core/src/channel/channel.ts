import type { ChannelRate } from './channel-rate.ts';
import type { Message } from './message.ts';
import type { PlanPicture } from './plan-picture.ts';

export interface ChannelCapabilities {
  readonly maximumLength: number;
  readonly lengthUnit: 'code-points' | 'utf16' | 'bytes' | 'graphemes';
  readonly maximumParts: number;
  readonly edit: boolean;
  readonly silent: boolean;
  /** Whether the provider drops a second delivery with the same `deliveryId`. */
  readonly idempotencyKey: boolean;
  /** Whether `deliver` can attach the picture of a part. */
  readonly pictures?: boolean;
  /** What the provider allows; the dispatcher keeps to all of them at once. */
  readonly rates?: readonly ChannelRate[];
}

/** One piece of a rendered message, ready to send: text, or whatever the channel's own `deliver` understands. */
export interface RenderedPart {
  readonly text: string;
  /** Channel-specific JSON, such as entities or embeds. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Data of a chart, drawn at delivery; a channel that cannot draw or attach it sends the text alone. */
  readonly picture?: PlanPicture;
}

/** What became of one delivery; closed, the same for all channels. */
export type DeliveryOutcome =
  | { readonly status: 'delivered'; readonly receipt?: string }
  | { readonly status: 'noop' }
  /** Not delivered. `scope` is one of the declared rates and pauses all that share it; another pauses this channel. */
  | { readonly status: 'rate-limited'; readonly retryAfterMs: number; readonly scope: string }
  /** Surely not delivered, and trying again can help. */
  | { readonly status: 'transient'; readonly reason: string; readonly retryAfterMs?: number }
  /** The answer was lost: it may or may not have been delivered. */
  | { readonly status: 'uncertain'; readonly reason: string }
  /** Not delivered: the target has moved. Remembered, and given to every later delivery as its `target`. */
  | { readonly status: 'redirect'; readonly target: string }
  /** This part can never be delivered. */
  | { readonly status: 'permanent-payload'; readonly reason: string }
  /** Nothing can be delivered to this target: blocked, gone. */
  | { readonly status: 'permanent-target'; readonly reason: string }
  /** Nothing can be delivered by this account: bad token, login refused. Opens the breaker at once. */
  | { readonly status: 'permanent-config'; readonly reason: string };

export interface DeliverOptions {
  readonly signal: AbortSignal;
  /** The same for every attempt at one part. */
  readonly deliveryId: string;
  /** 1 on the first try. */
  readonly attempt: number;
  /** Where to, when the provider has moved the channel's own target (see `redirect`). */
  readonly target?: string;
  /** Without sound, where the channel can. */
  readonly silent?: boolean;
  /** An earlier attempt may have been delivered. Where the provider drops no repeats, the text says so already. */
  readonly repeat?: boolean;
}

/** A place where people read messages. Never sleeps, retries, or throws for an expected failure. */
export interface Channel {
  readonly specification: 'channel/v1';
  /** Unique among the channels of one app, such as `telegram` or `telegram:ops`. */
  readonly id: string;
  /**
   * Names the account at the provider (bot, webhook, transport) without giving a secret away, such as a hash of the
   * token: channels with one account share its rates and its breaker. Default: the id.
   */
  readonly account?: string;
  /** Names the place within the account, such as a chat id. Default: the id. */
  readonly target?: string;
  readonly capabilities: ChannelCapabilities;
  render(message: Message): readonly RenderedPart[];
  deliver(part: RenderedPart, options: DeliverOptions): Promise<DeliveryOutcome>;
  /** A round trip that proves the configuration. */
  verify?(signal: AbortSignal): Promise<DeliveryOutcome>;
  stop?(): Promise<void>;
}
