import { createHmac } from 'node:crypto';

export interface SignedParts {
  /** Without a full stop, which separates what is signed. */
  readonly id: string;
  /** Unix time in whole seconds. */
  readonly timestamp: number;
  readonly body: string | Uint8Array;
}

/** One signature of Standard Webhooks 1.0: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`. */
export const webhookSignature = (key: Buffer, { id, timestamp, body }: SignedParts): string =>
  `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
