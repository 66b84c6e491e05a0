import type { Channel, ChannelDependencies } from '@tradewarden/core';
import { servedChannel, type ServedChannel } from '@tradewarden/testing';
import { type SmtpServer, type SmtpServerOptions, startSmtpServer } from '@tradewarden/testing/smtp';
import { email } from '../src/email-channel.ts';

export const password = 'canary/word+0123';
const from = 'Tradewarden <bot@x.test>';
const to = 'me@x.test';

export type Opened = ServedChannel<SmtpServer>;

/** A channel that logs in to a strict mail server. */
export async function opened(
  dependencies: Partial<ChannelDependencies> = {},
  serverOptions: SmtpServerOptions = {},
): Promise<Opened> {
  const server = await startSmtpServer({ account: { user: 'bot', pass: password }, ...serverOptions });
  const url = `smtp://bot:${encodeURIComponent(password)}@${server.host}:${server.port}`;
  const channel = email.create({ url, from, to, timeoutMs: 500 }, dependencies);
  return servedChannel(server, channel);
}

/** A channel to where nobody listens. */
export async function unreachable(): Promise<Channel> {
  const server = await startSmtpServer();
  await server.close();
  return email.create({ url: server.url, from, to, timeoutMs: 500 });
}
