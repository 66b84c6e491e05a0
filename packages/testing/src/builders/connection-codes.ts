import type { DeliveryOutcome } from '@tradewarden/core';

/** Codes of errors with which `fetch` ends, and what they say of a delivery. */
export const connectionCodes: readonly (readonly [
  code: string,
  status: Extract<DeliveryOutcome['status'], 'transient' | 'uncertain'>,
])[] = [
  ['ECONNREFUSED', 'transient'],
  ['ENOTFOUND', 'transient'],
  ['EAI_AGAIN', 'transient'],
  ['EHOSTUNREACH', 'transient'],
  ['ENETUNREACH', 'transient'],
  ['UND_ERR_CONNECT_TIMEOUT', 'transient'],
  ['CERT_HAS_EXPIRED', 'transient'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'transient'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'transient'],
  ['ECONNRESET', 'uncertain'],
  ['EPIPE', 'uncertain'],
  ['UND_ERR_SOCKET', 'uncertain'],
  ['UND_ERR_HEADERS_TIMEOUT', 'uncertain'],
  ['UND_ERR_BODY_TIMEOUT', 'uncertain'],
];
