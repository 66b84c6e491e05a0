import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DiscordServer, startDiscordServer } from '@tradewarden/testing/discord';
import { type SmtpServer, startSmtpServer } from '@tradewarden/testing/smtp';
import {
  startTelegramServer,
  type TelegramChatState,
  type TelegramServer,
} from '@tradewarden/testing/telegram';
import { startWebhookServer, type WebhookServer } from '@tradewarden/testing/webhook';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ran, run } from '../../test/captured.ts';

const token = '123456:CanaryCanaryCanaryCanaryCanary_-0123';
const whsec = `whsec_${Buffer.alloc(32, 'canary').toString('base64')}`;
const directory = mkdtempSync(join(tmpdir(), 'tradewarden-notify-test-'));
let [telegram, discord, smtp, webhook]: [TelegramServer?, DiscordServer?, SmtpServer?, WebhookServer?] = [];

/** An address where nobody listens. */
let nobody = '';
beforeAll(async () => {
  const gone = await startWebhookServer({ secrets: [] });
  await gone.close();
  nobody = new URL(gone.url).origin;
  telegram = await startTelegramServer({ token, rates: 'none', chats: [{ id: 1, type: 'private' }] });
  discord = await startDiscordServer({ webhook: { id: '11', token: 'CanaryHook-0123' }, rates: 'none' });
  smtp = await startSmtpServer({
    account: { user: 'bot', pass: 'canary-word' },
    mailboxes: { 'me@x.test': true },
  });
  webhook = await startWebhookServer({ secrets: [whsec] });
});
afterAll(async () => {
  await Promise.all([telegram?.close(), discord?.close(), smtp?.close(), webhook?.close()]);
  rmSync(directory, { recursive: true });
});

const forTelegram = (changes: Record<string, string> = {}): Record<string, string> => ({
  TELEGRAM_BOT_TOKEN: token,
  TELEGRAM_CHAT_ID: '1',
  TELEGRAM_API_ROOT: telegram!.url,
  ...changes,
});
const forMail = (changes: Record<string, string> = {}): Record<string, string> => ({
  SMTP_URL: smtp!.url,
  EMAIL_FROM: 'bot@x.test',
  EMAIL_TO: 'me@x.test',
  ...changes,
});
const forWebhook = (changes: Record<string, string> = {}): Record<string, string> => ({
  WEBHOOK_URL: webhook!.url,
  WEBHOOK_SECRETS: whsec,
  ...changes,
});

async function tested(environment: Record<string, string>, ...words: readonly string[]): Promise<Ran> {
  const ran = await run(['notify', 'test', ...words], { directory, environment });
  for (const secret of [token, 'CanaryHook', 'canary-word', whsec.slice(6)])
    expect(`${ran.out}${ran.err}`).not.toContain(secret);
  return ran;
}

test('a message arrives at every channel that is turned on', async () => {
  const environment = {
    ...forTelegram(),
    ...forMail(),
    ...forWebhook(),
    DISCORD_WEBHOOK_URL: discord!.webhookUrl,
  };
  const { code, out } = await tested(environment);
  expect(out.split('\n').map((line) => line.slice(0, line.indexOf(':')))).toEqual([
    '✓ telegram',
    '✓ discord',
    '✓ email',
    '✓ webhook',
    '',
  ]);
  expect(code).toBe(0);
  expect(telegram!.messages.map(({ text }) => text.split('\n')[0])).toEqual(['ℹ️ Test message']);
  expect(discord!.messages).toHaveLength(1);
  expect(smtp!.mails).toHaveLength(1);
  expect(webhook!.events.map(({ type }) => type)).toEqual(['tradewarden.alert']);
});

test('with --check nothing is sent; one channel alone can be named', async () => {
  const before = telegram!.messages.length;
  expect(await tested({ ...forTelegram(), ...forWebhook() }, 'telegram', '--check')).toEqual({
    code: 0,
    err: '',
    out: '✓ telegram: the configuration is good (@fake_bot may look at the private chat 1)\n',
  });
  expect(telegram!.messages).toHaveLength(before);
});

test('no word of a provider steers the terminal', async () => {
  discord!.script({
    do: 'answer',
    status: 401,
    body: { message: '\u001b]0;owned\u0007\u202eno', code: 50_027 },
  });
  const { code, out } = await tested({ DISCORD_WEBHOOK_URL: discord!.webhookUrl });
  expect(out).toContain('401 50027 ]0;ownedno');
  expect(code).toBe(1);
});

/** The usual mistakes: what people get wrong, and what they are told. */
test.each<[string, () => Record<string, string>, RegExp, RegExp]>([
  [
    'a wrong token',
    () => forTelegram({ TELEGRAM_BOT_TOKEN: token.replace('Canary', 'Wrong_') }),
    /telegram: Telegram does not know this token \(401/,
    /@BotFather/,
  ],
  [
    'a chat that is not there',
    () => forTelegram({ TELEGRAM_CHAT_ID: '404' }),
    /telegram: the bot sees no such chat/,
    /\/start/,
  ],
  [
    'Telegram out of reach',
    () => forTelegram({ TELEGRAM_API_ROOT: nobody }),
    /telegram: there is no connection \(.*ECONNREFUSED/,
    /network/,
  ],
  [
    'a deleted webhook',
    () => ({ DISCORD_WEBHOOK_URL: discord!.webhookUrl.replace('/11/', '/12/') }),
    /discord: Discord knows no such webhook/,
    /Integrations/,
  ],
  [
    'half of a webhook',
    () => ({ DISCORD_WEBHOOK_URL: discord!.webhookUrl.slice(0, -3) }),
    /discord: the end of the webhook address is wrong/,
    /whole/,
  ],
  [
    'a wrong password',
    () => forMail({ SMTP_URL: smtp!.url.replace('word', 'wrong') }),
    /email: the mail server refuses the login \(535/,
    /app password/,
  ],
  [
    'a reader who is not there',
    () => forMail({ EMAIL_TO: 'you@x.test' }),
    /email: the mail server takes no mail for this reader/,
    /EMAIL_TO/,
  ],
  [
    'no mail server',
    () => forMail({ SMTP_URL: nobody.replace('http:', 'smtp:') }),
    /email: there is no connection/,
    /network/,
  ],
  [
    'another secret',
    () => forWebhook({ WEBHOOK_SECRETS: `whsec_${Buffer.alloc(32).toString('base64')}` }),
    /webhook: the receiver refuses the signature \(401/,
    /same secret/,
  ],
  [
    'another path',
    () => forWebhook({ WEBHOOK_URL: `${webhook!.url}/x` }),
    /webhook: nobody takes webhooks at this address \(404/,
    /path/,
  ],
  [
    'TLS where there is none',
    () => forWebhook({ WEBHOOK_URL: webhook!.url.replace('http:', 'https:') }),
    /webhook: the receiver speaks no TLS/,
    /port/,
  ],
])('%s', async (_, environment, problem, remedy) => {
  const { code, out } = await tested(environment());
  const [first = '', second = ''] = out.split('\n');
  expect(first).toMatch(problem);
  expect(second).toMatch(remedy);
  expect(first.startsWith('✗ ')).toBe(true);
  expect(code).toBe(1);
});

test.each<[TelegramChatState, RegExp]>([
  ['blocked', /the reader has blocked the bot \(403/],
  ['not-started', /the reader has not started the bot/],
  ['deactivated', /the account of the reader is gone/],
  ['kicked', /the bot is not in the group any more/],
  ['no-rights', /the bot may not write there/],
  [{ migratedTo: -1001 }, /the group has become another chat: -1001/],
])('Telegram: a chat that is %j', async (state, problem) => {
  telegram!.setChat({ id: 5, type: 'group', state });
  const { code, out } = await tested(forTelegram({ TELEGRAM_CHAT_ID: '5' }));
  expect(out).toMatch(problem);
  expect(code).toBe(1);
});

test('one channel that fails does not hide the others', async () => {
  const environment = { ...forTelegram({ TELEGRAM_CHAT_ID: '404' }), ...forWebhook() };
  const { code, out } = await tested(environment, '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    channels: [
      { channel: 'telegram', ok: false, outcome: 'permanent-target' },
      { channel: 'webhook', ok: true, outcome: 'delivered' },
    ],
  });
});

test.each<[readonly string[], () => Record<string, string>, RegExp]>([
  [[], () => ({}), /no channel is turned on; set TELEGRAM_BOT_TOKEN/],
  [['slack'], forTelegram, /slack: no such channel is turned on; there are telegram/],
  [[], () => ({ TELEGRAM_BOT_TOKEN: token }), /TELEGRAM_CHAT_ID/],
  [[], () => forTelegram({ TELEGRAM_CHAT_ID: 'my chat' }), /chatId/],
])('wrong use ends with 2: %j', async (words, environment, said) => {
  const { code, out, err } = await tested(environment(), ...words);
  expect(err).toMatch(said);
  expect(out).toBe('');
  expect(code).toBe(2);
});
