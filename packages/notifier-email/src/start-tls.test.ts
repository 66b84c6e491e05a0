import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { DeliveryOutcome } from '@tradewarden/core';
import { firstDelivery, sampleMessage } from '@tradewarden/testing';
import {
  selfSignedCertificate,
  type SmtpServer,
  type SmtpServerOptions,
  startSmtpServer,
} from '@tradewarden/testing/smtp';
import { afterEach, expect, test } from 'vitest';
import { email } from './email-channel.ts';

/** This machine by an address that is none of those where a login may go over an open line. */
const host = '0.0.0.0';
const account = { user: 'bot', pass: 'canary-word' };
const until = Date.UTC(2090, 0);
const good = selfSignedCertificate({ host, until });
const expired = selfSignedCertificate({ host, until: Date.UTC(2021, 0) });
const elsewhere = selfSignedCertificate({ host: 'mail.x.test', until });
setDefaultCACertificates([
  ...getCACertificates('default'),
  ...[good, expired, elsewhere].map(({ cert }) => cert),
]);

const open: SmtpServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function sentTo(
  options: SmtpServerOptions,
  prepare: (server: SmtpServer) => void = () => {},
): Promise<{
  readonly outcome: DeliveryOutcome;
  readonly verbs: readonly string[];
  readonly server: SmtpServer;
}> {
  const server = await startSmtpServer({ account, ...options });
  open.push(server);
  prepare(server);
  const url = `smtp://bot:canary-word@${host}:${server.port}`;
  const channel = email.create({ url, from: 'bot@x.test', to: 'me@x.test', timeoutMs: 2000 });
  const [part] = channel.render(sampleMessage());
  const outcome = await channel.deliver(part!, firstDelivery());
  await channel.stop?.();
  const said = server.transcript.filter(({ from }) => from === 'client').map(({ line }) => line);
  return { outcome, server, verbs: said.map((line) => line.split(' ')[0] ?? '') };
}

const neverTold = (verbs: readonly string[]): void => {
  for (const verb of ['AUTH', 'MAIL', 'DATA']) expect(verbs).not.toContain(verb);
};

test('the line is closed to others before the login and the mail', async () => {
  const { outcome, verbs, server } = await sentTo({ tls: good });
  expect(outcome).toMatchObject({ status: 'delivered' });
  expect(verbs.slice(0, 5)).toEqual(['EHLO', 'STARTTLS', 'EHLO', 'AUTH', 'MAIL']);
  expect(server.mails).toHaveLength(1);
});

test('a server that offers no TLS hears neither the login nor the mail', async () => {
  const { outcome, verbs } = await sentTo({});
  expect(outcome.status).toBe('permanent-config');
  neverTold(verbs);
});

test('a server that offers TLS and then has none hears nothing either', async () => {
  const { outcome, verbs } = await sentTo({ tls: good }, (server) =>
    server.script({ at: 'starttls', do: { reply: '454 4.7.0 TLS not available' } }),
  );
  expect(outcome.status).toBe('permanent-config');
  neverTold(verbs);
});

test.each([
  ['nobody vouches for', selfSignedCertificate({ host, until }), /self-signed certificate/],
  ['has expired', expired, /certificate has expired/],
  ['names another host', elsewhere, /altnames|does not match/i],
])('a certificate that %s is refused, and nothing is told', async (_, tls, reason) => {
  const { outcome, verbs } = await sentTo({ tls });
  expect(outcome).toMatchObject({
    status: 'permanent-config',
    reason: expect.stringMatching(reason) as string,
  });
  neverTold(verbs);
});
