import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import { startDiscordServer } from '@tradewarden/testing/discord';
import { startSmtpServer } from '@tradewarden/testing/smtp';
import { expect, test } from 'vitest';
import { run } from '../../test/captured.ts';
import { channelsOf } from './channels.ts';

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
  });
  expect(channels.map(({ id, target }) => `${id} ${target}`)).toEqual([
    'telegram -100123',
    'discord webhook/123',
    'email a@x.test',
    'email:2 b@x.test',
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
});

test('run sends to what the environment names, with the picture, and prints no secret', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tradewarden-channels-'));
  const discord = await startDiscordServer({ webhook: { id: '11', token: 'CanaryHook-0123' } });
  const smtp = await startSmtpServer({ account: { user: 'bot', pass: 'canary-word' } });
  writeFileSync(join(directory, 'plans.json'), JSON.stringify([samplePlan()]));
  const words = ['run', 'plans.json', '--now', 'plan', '--json', '--store', 'sqlite:./x.db'];
  const environment = {
    DISCORD_WEBHOOK_URL: discord.webhookUrl,
    SMTP_URL: smtp.url,
    EMAIL_FROM: 'bot@x.test',
    EMAIL_TO: 'me@x.test',
  };
  const ran = await run(words, { directory, environment });
  const database = readFileSync(join(directory, 'x.db'), 'latin1');
  await Promise.all([discord.close(), smtp.close()]);
  rmSync(directory, { recursive: true });
  expect(ran.code).toBe(0);
  expect(discord.messages[0]).toMatchObject({ files: [{ fileName: 'plan.png' }] });
  expect(smtp.mails[0]).toMatchObject({ to: ['me@x.test'], headers: { 'auto-submitted': 'auto-generated' } });
  for (const secret of ['CanaryHook', 'canary-word'])
    expect(`${ran.out}${ran.err}${database}`).not.toContain(secret);
});
