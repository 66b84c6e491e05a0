import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import { startDiscordServer } from '@tradewarden/testing/discord';
import { startSmtpServer } from '@tradewarden/testing/smtp';
import { startWebhookServer } from '@tradewarden/testing/webhook';
import { expect, test } from 'vitest';
import { run } from '../../test/captured.ts';
import { channelsOf } from './channels.ts';

const whsec = `whsec_${Buffer.alloc(32, 'canary').toString('base64')}`;
const token = '123456:CanaryCanaryCanaryCanaryCanary_-0123';

test('nothing in the environment, no channel', async () => {
  expect(await channelsOf({ TELEGRAM_BOT_TOKEN: '', SMTP_URL: ' ' })).toEqual([]);
});

test('every channel that the environment turns on, one for each reader of mail', async () => {
  const channels = await channelsOf({
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_CHAT_ID: '-100123',
    DISCORD_WEBHOOK_URL: 'https://discord.com/api/webhooks/123/abc-DEF',
    SMTP_URL: 'smtps://bot:word@mail.test',
    EMAIL_FROM: 'bot@x.test',
    EMAIL_TO: 'a@x.test, b@x.test',
    WEBHOOK_URL: 'http://192.168.1.5:8123/hook',
    WEBHOOK_SECRETS: `${whsec}, ${whsec}`,
    WEBHOOK_ALLOW: 'http, private',
  });
  expect(channels.map(({ id, target }) => `${id} ${target}`)).toEqual([
    'telegram -100123',
    'discord webhook/123',
    'email a@x.test',
    'email:2 b@x.test',
    'webhook 192.168.1.5:8123',
  ]);
  for (const channel of channels) await channel.stop?.();
});

test('half of a channel is told at once, without any value', async () => {
  const half = channelsOf({ TELEGRAM_BOT_TOKEN: token, EMAIL_TO: 'a@x.test' });
  await expect(half).rejects.toThrow(ConfigError);
  const { issues } = (await half.catch((error: unknown) => error)) as ConfigError;
  expect(issues.map(({ path }) => path)).toEqual(['TELEGRAM_CHAT_ID', 'SMTP_URL', 'EMAIL_FROM']);
  const wrong = await channelsOf({ TELEGRAM_BOT_TOKEN: 'Canary', TELEGRAM_CHAT_ID: '1' }).catch(String);
  expect(wrong).not.toContain('Canary');
  const hook = { WEBHOOK_URL: 'https://x.test/Canary' };
  for (const [environment, path] of [
    [hook, 'WEBHOOK_SECRETS'],
    [{ ...hook, WEBHOOK_SECRETS: 'Canary' }, 'secrets.0'],
    [{ ...hook, WEBHOOK_SECRETS: whsec, WEBHOOK_ALLOW: 'https' }, 'WEBHOOK_ALLOW'],
    [{ WEBHOOK_URL: 'http://Canary.test/', WEBHOOK_SECRETS: whsec }, 'url'],
  ] as const) {
    const refusal = await channelsOf(environment).catch(String);
    expect(refusal).toContain(path);
    expect(refusal).not.toContain('Canary');
  }
});

test('run sends to what the environment names, with the picture, and prints no secret', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tradewarden-channels-'));
  const discord = await startDiscordServer({ webhook: { id: '11', token: 'CanaryHook-0123' } });
  const smtp = await startSmtpServer({ account: { user: 'bot', pass: 'canary-word' } });
  const webhook = await startWebhookServer({ secrets: [whsec] });
  writeFileSync(join(directory, 'plans.json'), JSON.stringify([samplePlan()]));
  const words = ['run', 'plans.json', '--now', 'plan', '--json', '--store', 'sqlite:./x.db'];
  const environment = {
    DISCORD_WEBHOOK_URL: discord.webhookUrl,
    SMTP_URL: smtp.url,
    EMAIL_FROM: 'bot@x.test',
    EMAIL_TO: 'me@x.test',
    WEBHOOK_URL: webhook.url,
    WEBHOOK_SECRETS: whsec,
  };
  const ran = await run(words, { directory, environment });
  const database = readFileSync(join(directory, 'x.db'), 'latin1');
  await Promise.all([discord.close(), smtp.close(), webhook.close()]);
  rmSync(directory, { recursive: true });
  expect(ran.code).toBe(0);
  expect(discord.messages[0]).toMatchObject({ files: [{ fileName: 'plan.png' }] });
  expect(smtp.mails[0]).toMatchObject({ to: ['me@x.test'], headers: { 'auto-submitted': 'auto-generated' } });
  expect(webhook.events.map(({ type }) => type)).toContain('tradewarden.signal');
  for (const secret of ['CanaryHook', 'canary-word', whsec, whsec.slice(6)])
    expect(`${ran.out}${ran.err}${database}`).not.toContain(secret);
});
