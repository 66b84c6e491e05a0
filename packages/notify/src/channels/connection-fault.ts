import type { DeliveryOutcome } from '@tradewarden/core';

/** Nothing was sent: the connection was never made. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const ofTls = /^(CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/;

/**
 * A request of `fetch` that got no answer, as an outcome: transient when it surely was not sent, else uncertain. Holds
 * the code of the error alone, since its words may name an address with a token in it.
 */
export function connectionFault(error: unknown, service: string): DeliveryOutcome {
  const code = codeOf(error);
  return code !== undefined && (neverSent.has(code) || ofTls.test(code))
    ? { status: 'transient', reason: `no connection to ${service}: ${code}` }
    : {
        status: 'uncertain',
        reason: `no answer from ${service}: ${code ?? 'time limit or lost connection'}`,
      };
}

/** `fetch` hides it in its cause. */
function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 5; depth += 1) {
    const { code, cause } = at as { readonly code?: unknown; readonly cause?: unknown };
    if (typeof code === 'string') return code;
    at = cause;
  }
  return undefined;
}
