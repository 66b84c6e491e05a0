import type { Message } from './message.ts';

export interface ChannelCapabilities {
  readonly maximumLength: number;
  readonly lengthUnit: 'code-points' | 'utf16' | 'bytes' | 'graphemes';
  readonly maximumParts: number;
  readonly edit: boolean;
  readonly silent: boolean;
  /** Whether the provider drops a second delivery with the same `deliveryId`. */
  readonly idempotencyKey: boolean;
}

/** One piece of a rendered message, ready to send: text, or whatever the channel's own `deliver` understands. */
export interface RenderedPart {
  readonly text: string;
  /** Channel-specific JSON, such as entities or embeds. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** What became of one delivery; closed, the same for all channels. */
export type DeliveryOutcome =
  | { readonly status: 'delivered'; readonly receipt?: string }
  | { readonly status: 'noop' }
  | { readonly status: 'rate-limited'; readonly retryAfterMs: number; readonly scope: string }
  | { readonly status: 'transient'; readonly reason: string; readonly retryAfterMs?: number }
  /** The answer was lost: it may or may not have been delivered. */
  | { readonly status: 'uncertain'; readonly reason: string }
  | { readonly status: 'redirect'; readonly target: string }
  | { readonly status: 'permanent-payload'; readonly reason: string }
  | { readonly status: 'permanent-target'; readonly reason: string }
  | { readonly status: 'permanent-config'; readonly reason: string };

export interface DeliverOptions {
  readonly signal: AbortSignal;
  /** The same for every attempt at one part. */
  readonly deliveryId: string;
  /** 1 on the first try. */
  readonly attempt: number;
}

/** A place where people read messages. Never sleeps, retries, or throws for an expected failure. */
export interface Channel {
  readonly specification: 'channel/v1';
  /** Unique among the channels of one app, such as `telegram` or `telegram:ops`. */
  readonly id: string;
  readonly capabilities: ChannelCapabilities;
  render(message: Message): readonly RenderedPart[];
  deliver(part: RenderedPart, options: DeliverOptions): Promise<DeliveryOutcome>;
  /** A round trip that proves the configuration. */
  verify?(signal: AbortSignal): Promise<DeliveryOutcome>;
  stop?(): Promise<void>;
}
