import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import {
  type Alert,
  alertJob,
  BOOK,
  DRAW_PICTURE,
  defineChannel,
  enqueueParts,
  EVENTS,
  LOGGER,
  type Logger,
  type OptionsSchema,
  type Plugin,
  secret,
  type Secret,
  STORE,
  VirtualClock,
} from '@tradewarden/core';
import { type App, createApp } from '@tradewarden/core/app';
import { discord } from '@tradewarden/notifier-discord';
import { email } from '@tradewarden/notifier-email';
import { telegram } from '@tradewarden/notifier-telegram';
import { notify, webhookChannel } from '@tradewarden/notify';
import { risk } from '@tradewarden/risk';
import { sqliteStore } from '@tradewarden/store-sqlite';
import { samplePlan } from '@tradewarden/testing';
import { type DiscordServer, startDiscordServer } from '@tradewarden/testing/discord';
import { type SmtpServer, startSmtpServer } from '@tradewarden/testing/smtp';
import { startTelegramServer, type TelegramServer } from '@tradewarden/testing/telegram';
import { startWebhookServer, type WebhookServer } from '@tradewarden/testing/webhook';

/** One canary for every field of a configuration that is secret. */
export const canaries: Readonly<Record<string, string>> = {
  'telegram token': '123456:CanaryTelegram/never"_-0123456789ABC'.replaceAll(/[/"]/g, '-'),
  'discord webhook': 'CanaryHook_0123456789-abcdefghijklmnop',
  'discord bot': 'CanaryBot.Token.0123456789',
  'mail password': 'canary/mail+word "0123"',
  'webhook path': 'CanaryPath0123456789',
  'webhook signing key': `whsec_${Buffer.from('canary of the signing key 012345').toString('base64')}`,
  'own channel': 'canary&own=channel?0123',
};

const canary = (name: string): string => canaries[name] ?? '';

const takesAnything: OptionsSchema<{ readonly key: Secret }> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => ({ value: value as { readonly key: Secret } }),
  },
};

/** A plugin author's channel that fails in the worst way: an error that holds its secret wherever one can be held. */
const careless = defineChannel({
  name: 'careless',
  version: '1.0.0',
  options: takesAnything,
  create: ({ key }) => ({
    id: 'careless',
    deliver: async () => {
      const word = key.reveal();
      const cause = Object.assign(new Error(`connect to https://api.test/${word}`), {
        url: `https://x/${word}`,
      });
      throw Object.assign(new Error(`401 for ${word}`, { cause }), {
        url: `https://x.test/?key=${encodeURIComponent(word)}`,
        config: { headers: { authorization: `Bearer ${word}` } },
        response: { body: Buffer.from(word).toString('base64') },
      });
    },
  }),
});

export interface CanaryServers {
  readonly bot: TelegramServer;
  readonly discord: DiscordServer;
  readonly mail: SmtpServer;
  readonly hook: WebhookServer;
}

export interface CanaryApp extends CanaryServers {
  readonly app: App;
  readonly clock: VirtualClock;
  readonly database: string;
  /** What was logged, and published of messages. */
  readonly said: readonly unknown[];
  say(alert: Pick<Alert, 'topic' | 'text'> & Partial<Alert>): Promise<void>;
  close(): Promise<void>;
}

const surroundings = (logger: Logger): Plugin => ({
  name: 'surroundings',
  version: '1.0.0',
  register: (registry) => {
    registry.bind(LOGGER).to(() => logger);
    registry.bind(DRAW_PICTURE).to(() => async () => {
      throw new Error(`no font at /home/${Object.values(canaries).join('/')}`);
    });
  },
});

/** An app with every channel, each with a canary for its secret, on a SQLite file. */
export async function startCanaryApp(templates: Readonly<Record<string, string>> = {}): Promise<CanaryApp> {
  const bot = await startTelegramServer({
    token: canary('telegram token'),
    rates: 'none',
    chats: [{ id: 1, type: 'private' }],
  });
  const place = await startDiscordServer({
    rates: 'none',
    webhook: { id: '11', token: canary('discord webhook') },
    channel: { id: '22', token: canary('discord bot') },
  });
  const mail = await startSmtpServer({ account: { user: 'bot', pass: canary('mail password') } });
  const hook = await startWebhookServer({
    secrets: [canary('webhook signing key')],
    path: `/${canary('webhook path')}`,
  });
  const said: unknown[] = [];
  const note = (...parts: readonly unknown[]): void => void said.push(parts);
  const directory = mkdtempSync(join(tmpdir(), 'tradewarden-canary-'));
  const database = join(directory, 'store.db');
  const clock = new VirtualClock(samplePlan().createdAt);
  const timeoutMs = 1000;
  const app = createApp({ mode: 'notify', clock })
    .use(surroundings({ debug: note, info: note, warn: note, error: note }))
    .use(sqliteStore({ path: database }))
    .use(risk({ equity: '10000', market: 'none' }))
    .use(telegram({ token: secret(canary('telegram token')), chatId: 1, apiRoot: bot.url, timeoutMs }))
    .use(discord({ webhookUrl: place.webhookUrl, timeoutMs }))
    .use(discord({ botToken: canary('discord bot'), channelId: '22', api: place.url, id: 'bot', timeoutMs }))
    .use(
      email({
        url: `smtp://bot:${encodeURIComponent(canary('mail password'))}@${mail.host}:${mail.port}`,
        from: 'bot@x.test',
        to: 'me@x.test',
        timeoutMs: 500,
      }),
    )
    .use(
      webhookChannel({
        url: hook.url,
        secrets: [canary('webhook signing key')],
        privateNetwork: true,
        timeoutMs: 500,
      }),
    )
    .use(careless({ key: secret(canary('own channel')) }))
    .use(notify({ templates }));
  await app.start();
  app.get(EVENTS).on('message.settled', note);
  let count = 0;
  return {
    app,
    bot,
    discord: place,
    mail,
    hook,
    clock,
    database,
    said,
    say: async (alert) => {
      count += 1;
      const job = alertJob({ at: clock.now(), subject: `subject ${count}`, ...alert });
      const { puts, adds } = enqueueParts(app.get(BOOK), 'outbox', [job], clock.now());
      const key = `main/notify/test/${count}`;
      await app.get(STORE).commit({
        checks: [{ key, version: 0 }],
        puts: [...puts, { key, value: 1 }],
        adds,
      });
    },
    close: async () => {
      await app.stop();
      await Promise.all([bot.close(), place.close(), mail.close(), hook.close()]);
      rmSync(directory, { recursive: true });
    },
  };
}
