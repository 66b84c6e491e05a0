import {
  type Channel,
  type ChannelDependencies,
  ConfigError,
  type ConfigIssue,
  createRedactor,
} from '@tradewarden/core';
import { webhookChannel } from '@tradewarden/notify';

const listOf = (text = ''): readonly string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The channels that the environment turns on: `TELEGRAM_BOT_TOKEN` with `TELEGRAM_CHAT_ID` (and
 * `TELEGRAM_API_ROOT` for a Bot API server of your own), `DISCORD_WEBHOOK_URL`,
 * `SMTP_URL` with `EMAIL_FROM` and `EMAIL_TO` (several readers with commas), `WEBHOOK_URL` with `WEBHOOK_SECRETS`
 * (with commas while they change; `WEBHOOK_ALLOW`: `http`, `private`). Only what is turned on is loaded.
 * @throws {ConfigError} half of a channel, or a value that is none; no value is in the message.
 */
export async function channelsOf(
  environment: Environment,
  given: Partial<ChannelDependencies> = {},
): Promise<readonly Channel[]> {
  const value = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const issues: ConfigIssue[] = [];
  const all = (...names: readonly string[]): readonly string[] | undefined => {
    const values = names.flatMap((name) => value(name) ?? []);
    if (values.length === 0) return undefined;
    for (const name of names)
      if (value(name) === undefined)
        issues.push({
          path: name,
          message: `is needed with ${names.filter((other) => other !== name).join(' and ')}`,
        });
    return values.length === names.length ? values : undefined;
  };
  const forTelegram = all('TELEGRAM_BOT_TOKEN', 'TELEGRAM_CHAT_ID');
  const forDiscord = all('DISCORD_WEBHOOK_URL');
  const forMail = all('SMTP_URL', 'EMAIL_FROM', 'EMAIL_TO');
  const forWebhook = all('WEBHOOK_URL', 'WEBHOOK_SECRETS');
  const allowed = listOf(value('WEBHOOK_ALLOW'));
  if (allowed.some((word) => word !== 'http' && word !== 'private'))
    issues.push({ path: 'WEBHOOK_ALLOW', message: 'expected http, private or both with a comma' });
  if (issues.length > 0) throw new ConfigError('the environment', issues);
  if ([forTelegram, forDiscord, forMail, forWebhook].every((values) => values === undefined)) return [];
  const { drawPlanPicture } = await import('@tradewarden/notify/chart');
  const dependencies = { redactor: createRedactor(), drawPicture: drawPlanPicture, ...given };
  const channels: Channel[] = [];
  if (forTelegram !== undefined) {
    const [token = '', chatId = ''] = forTelegram;
    const { telegram } = await import('@tradewarden/notifier-telegram');
    const apiRoot = value('TELEGRAM_API_ROOT');
    const server = apiRoot === undefined ? {} : { apiRoot };
    channels.push(telegram.create({ token, chatId, ...server }, dependencies));
  }
  if (forDiscord !== undefined) {
    const { discord } = await import('@tradewarden/notifier-discord');
    channels.push(discord.create({ webhookUrl: forDiscord[0] ?? '' }, dependencies));
  }
  if (forMail !== undefined) {
    const [url = '', from = '', readers = ''] = forMail;
    const { email } = await import('@tradewarden/notifier-email');
    for (const [index, to] of readers.split(',').entries()) {
      const id = index === 0 ? 'email' : `email:${index + 1}`;
      channels.push(email.create({ url, from, to: to.trim(), id }, dependencies));
    }
  }
  if (forWebhook !== undefined) {
    const [url = '', secrets] = forWebhook;
    const allow = { allowHttp: allowed.includes('http'), privateNetwork: allowed.includes('private') };
    channels.push(webhookChannel.create({ url, secrets: listOf(secrets), ...allow }, dependencies));
  }
  return channels;
}
