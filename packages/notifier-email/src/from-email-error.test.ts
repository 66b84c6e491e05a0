import type { DeliveryOutcome } from '@tradewarden/core';
import { firstDelivery, sampleMessage } from '@tradewarden/testing';
import type { SmtpFault } from '@tradewarden/testing/smtp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Opened, opened } from '../test/opened.ts';
import { fromEmailError } from './from-email-error.ts';

let bench: Opened;
beforeEach(async () => {
  bench = await opened();
});
afterEach(async () => bench.close());

async function outcomeOf(...faults: readonly SmtpFault[]): Promise<DeliveryOutcome> {
  bench.server.script(...faults);
  const [part] = bench.channel.render(sampleMessage());
  return bench.channel.deliver(part!, firstDelivery());
}

/** Every row of the table that a server can answer, through nodemailer. */
test.each<[SmtpFault['at'], string, DeliveryOutcome['status'], number?]>([
  ['greeting', '421 4.3.2 busy', 'transient'],
  ['auth', '454 4.7.0 try later', 'transient'],
  ['auth', '535 5.7.8 wrong', 'permanent-config'],
  ['auth', '534 5.7.9 application password required', 'permanent-config'],
  ['mail', '530 5.7.0 authentication required', 'permanent-config'],
  ['mail', '550 5.7.1 must be authenticated', 'permanent-config'],
  ['mail', '503 5.5.1 bad sequence', 'transient'],
  ['rcpt', '450 4.2.0 greylisted', 'transient', 300_000],
  ['rcpt', '451 4.7.1 greylisted', 'transient', 300_000],
  ['rcpt', '452 4.2.2 mailbox full', 'transient'],
  ['rcpt', '452 4.5.3 too many recipients', 'transient'],
  ['rcpt', '550 5.1.1 no such user', 'permanent-target'],
  ['rcpt', '551 5.1.6 moved', 'permanent-target'],
  ['rcpt', '553 5.1.3 bad name', 'permanent-target'],
  ['rcpt', '550 5.4.5 daily quota exceeded', 'transient', 3_600_000],
  ['body', '552 5.4.5 daily quota exceeded', 'transient', 3_600_000],
  ['rcpt', '552 5.2.2 over quota', 'transient', 3_600_000],
  ['body', '550 5.7.0 rate limit exceeded', 'transient', 3_600_000],
  ['body', '550 5.7.26 unauthenticated mail', 'permanent-config'],
  ['body', '550 5.7.1 message rejected by policy', 'permanent-config'],
  ['body', '550 5.7.23 SPF validation failed', 'permanent-config'],
  ['body', '550 5.7.20 no passing DKIM signature', 'permanent-config'],
  ['rcpt', '550 no such user here', 'permanent-target'],
  ['rcpt', '552 5.4.5 daily quota exceeded', 'transient', 3_600_000],
  ['mail', '421 4.7.0 closing', 'transient'],
  ['mail', '454 4.7.0 try later', 'transient'],
  ['body', '552 5.3.4 too big', 'permanent-payload'],
  ['body', '554 5.7.1 spam', 'permanent-payload'],
  ['body', '550 5.6.11 bare line feed', 'permanent-payload'],
])('at %s %s is %s', async (at, reply, status, retryAfterMs) => {
  const outcome = await outcomeOf({ at, do: { reply } });
  expect(outcome.status).toBe(status);
  if ('reason' in outcome) expect(outcome.reason).toContain(reply.slice(0, 9));
  expect((outcome as { readonly retryAfterMs?: number }).retryAfterMs).toBe(retryAfterMs);
  expect(bench.server.connections).toBe(1);
});

test.each<[string, SmtpFault, DeliveryOutcome['status'], number]>([
  ['a server that never greets', { at: 'greeting', do: { hang: true } }, 'transient', 0],
  [
    'a connection that ends after the mail was taken',
    { at: 'body', do: { drop: true, processed: true } },
    'uncertain',
    1,
  ],
  ['a connection that ends before it was taken', { at: 'body', do: { drop: true } }, 'uncertain', 0],
])('%s', async (_, fault, status, mails) => {
  expect((await outcomeOf(fault)).status).toBe(status);
  expect(bench.server.mails).toHaveLength(mails);
  expect(bench.server.connections).toBe(1);
});

test.each<[object, DeliveryOutcome['status']]>([
  [{ code: 'EDNS' }, 'transient'],
  [{ code: 'ESOCKET', command: 'CONN', message: 'connect ECONNREFUSED' }, 'transient'],
  [{ code: 'ECONNECTION', command: 'CONN', message: 'connect EHOSTUNREACH' }, 'transient'],
  [{ code: 'ETIMEDOUT', command: 'CONN', message: 'Connection timeout' }, 'transient'],
  [{ code: 'ESOCKET', command: 'CONN', message: 'certificate has expired' }, 'permanent-config'],
  [{ code: 'ESOCKET', command: 'CONN', message: 'self-signed certificate' }, 'permanent-config'],
  [{ code: 'ETLS' }, 'permanent-config'],
  [{ code: 'EREQUIRETLS' }, 'permanent-config'],
  [{ code: 'ENOAUTH' }, 'permanent-config'],
  [{ code: 'EOAUTH2' }, 'permanent-config'],
  [{ code: 'ECONNECTION', message: 'Connection closed unexpectedly' }, 'uncertain'],
  [{ code: 'EABORT' }, 'uncertain'],
  [{}, 'uncertain'],
])('%j is %s', (error, status) => expect(fromEmailError(error).status).toBe(status));
