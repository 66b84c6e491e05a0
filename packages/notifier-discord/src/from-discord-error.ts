import type { DeliveryOutcome } from '@tradewarden/core';
import { connectionFault } from '@tradewarden/notify';
import { DiscordAPIError, HTTPError, RateLimitError } from '@discordjs/rest';

/** Something else than Discord answered: a proxy, a login page. */
export class UnreadableAnswerError extends Error {}

/** Cloudflare, which stands before Discord, lets this address in no more; going on makes it last. */
export class ClosedDoorError extends Error {
  constructor(status: number) {
    super(`a page with HTTP status ${status} instead of an answer: this address is blocked`);
  }
}

type Refusal =
  | 'noop'
  | 'rate-limited'
  | 'transient'
  | 'permanent-payload'
  | 'permanent-target'
  | 'permanent-config';

/** Codes of the JSON answers, as Discord documents them. */
const codes: ReadonlyMap<number, Refusal> = new Map([
  ...[10_003, 10_004, 10_015, 50_001, 50_007, 50_008, 50_013, 50_027, 50_278, 50_083, 160_005].map(
    (code) => [code, 'permanent-target'] as const,
  ),
  ...[220_001, 220_002, 220_003, 220_004].map((code) => [code, 'permanent-target'] as const),
  // The message that was to be edited is gone, or may not be edited any more.
  ...[10_008, 30_046].map((code) => [code, 'permanent-payload'] as const),
  ...[10_062, 40_060].map((code) => [code, 'noop'] as const),
  ...[50_035, 50_006, 50_109, 50_045, 40_005, 50_046, 50_110, 30_015].map(
    (code) => [code, 'permanent-payload'] as const,
  ),
  ...[200_000, 240_000, 20_009].map((code) => [code, 'permanent-payload'] as const),
  ...[50_014, 40_333].map((code) => [code, 'permanent-config'] as const),
  ...[20_016, 20_022, 20_028, 20_029, 40_003, 40_062].map((code) => [code, 'rate-limited'] as const),
  ...[40_004, 40_006, 130_000, 110_000, 110_001].map((code) => [code, 'transient'] as const),
]);

const slowModeMs = 5000;

/** Any error of the REST client as an outcome. Holds no address, which would hold the token. */
export function fromDiscordError(error: unknown): DeliveryOutcome {
  if (error instanceof RateLimitError) return limited(error.retryAfter, error.global ? 'global' : 'route');
  if (error instanceof DiscordAPIError) return fromRefusal(error);
  // Discord itself says 5xx before it does anything; a proxy in between may say it afterwards.
  if (error instanceof HTTPError)
    return { status: 'uncertain', reason: `HTTP status ${error.status} from Discord` };
  if (error instanceof ClosedDoorError) return { status: 'permanent-config', reason: error.message };
  if (error instanceof UnreadableAnswerError) return { status: 'uncertain', reason: error.message };
  return connectionFault(error, 'Discord');
}

const limited = (ms: number, scope: string): DeliveryOutcome => ({
  status: 'rate-limited',
  retryAfterMs: Math.max(0, Math.round(ms)),
  scope,
});

function fromRefusal({ status, code, message, rawError }: DiscordAPIError): DeliveryOutcome {
  const known = codes.get(Number(code));
  const reason = `${status} ${code ?? ''} ${message}`.replaceAll(/\s+/g, ' ').trim();
  if (known === 'noop') return { status: 'noop' };
  if (known === 'rate-limited' || status === 429) {
    const seconds = (rawError as { readonly retry_after?: unknown }).retry_after;
    return limited(typeof seconds === 'number' ? seconds * 1000 : slowModeMs, 'route');
  }
  if (known !== undefined) return { status: known, reason };
  if (status >= 500) return { status: 'transient', reason };
  if (status === 404) return { status: 'permanent-target', reason };
  if (status === 401 || status === 403) return { status: 'permanent-config', reason };
  return { status: 'permanent-payload', reason };
}
