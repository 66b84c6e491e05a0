import type { DeliveryOutcome } from '@tradewarden/core';

/** What nodemailer says about a failure; read loosely, since part of it comes from the network. */
interface MailFailure {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly message?: string;
}

const hourMs = 3_600_000;
const greylistMs = 300_000;
const certificate = /certificate|self.signed|altname|CERT_|issuer/i;

/** Any error of nodemailer as an outcome. The enhanced status (5.4.5) says more than the code before it. */
export function fromEmailError(error: unknown): DeliveryOutcome {
  const failure = (typeof error === 'object' && error !== null ? error : {}) as MailFailure;
  const { code = '', responseCode, response = '', message = '' } = failure;
  const reason = (response === '' ? `${code} ${message}` : response).replaceAll(/\s+/g, ' ').trim();
  if (code === 'ETLS' || code === 'EREQUIRETLS' || (responseCode === undefined && certificate.test(message)))
    return { status: 'permanent-config', reason };
  if (code === 'EAUTH' || code === 'ENOAUTH' || code === 'EOAUTH2')
    return responseCode === 454 || responseCode === 421
      ? { status: 'transient', reason }
      : { status: 'permanent-config', reason };
  if (code === 'EFILEACCESS' || code === 'EURLACCESS' || code === 'ECONFIG')
    return { status: 'permanent-config', reason };
  if (responseCode !== undefined) return fromReply(responseCode, response, reason);
  return fromConnection(failure, reason);
}

function fromReply(code: number, response: string, reason: string): DeliveryOutcome {
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/.exec(response)?.[1] ?? '';
  // Quotas and full mailboxes are over some day, whatever their first digit says.
  if (/^5\.(4\.5|2\.2)$/.test(enhanced)) return { status: 'transient', reason, retryAfterMs: hourMs };
  if (enhanced === '5.7.0' && /rate|limit|too many/i.test(response))
    return { status: 'transient', reason, retryAfterMs: hourMs };
  if (code === 421 || code === 454 || code === 503) return { status: 'transient', reason };
  if (code === 450 || code === 451) return { status: 'transient', reason, retryAfterMs: greylistMs };
  if (code >= 400 && code < 500) return { status: 'transient', reason };
  if (code === 530 || code === 534 || code === 535) return { status: 'permanent-config', reason };
  if (code === 552 || enhanced === '5.3.4') return { status: 'permanent-payload', reason };
  if (code === 554) return { status: 'permanent-payload', reason };
  if (enhanced.startsWith('5.7.')) return { status: 'permanent-config', reason };
  if (enhanced.startsWith('5.6.') || code === 500) return { status: 'permanent-payload', reason };
  if (code === 550 || code === 551 || code === 553 || code === 501)
    return { status: 'permanent-target', reason };
  return { status: 'permanent-config', reason };
}

/** Nodemailer calls every lost connection `CONN`, also one that took a mail: only its words tell that none was made. */
const neverSent =
  /greeting|connection timeout|after connection was closed|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH/i;

/** No reply: only what ended after the words were on their way may have arrived. */
function fromConnection({ code = '', message = '' }: MailFailure, reason: string): DeliveryOutcome {
  const isEarly = neverSent.test(message);
  if (code === 'EDNS' || code === 'EPROXY' || code === 'EMAXLIMIT' || isEarly)
    return { status: 'transient', reason };
  if (code === 'EENVELOPE') return { status: 'permanent-target', reason };
  if (code === 'EMESSAGE' || code === 'ESTREAM') return { status: 'permanent-payload', reason };
  return { status: 'uncertain', reason };
}
