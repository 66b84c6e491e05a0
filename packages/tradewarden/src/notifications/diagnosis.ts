import type { DeliveryOutcome } from '@tradewarden/core';

export interface Diagnosis {
  readonly problem: string;
  readonly remedy: string;
}

type Row = readonly [sign: RegExp, problem: string, remedy: string];

/** The usual mistakes by what the provider says of them; the first that fits is told. */
const mistakes: Readonly<Record<string, readonly Row[]>> = {
  telegram: [
    [
      /^(401|404) /,
      'Telegram does not know this token',
      'Copy TELEGRAM_BOT_TOKEN again from @BotFather; a revoked token never works again.',
    ],
    [
      /thread not found|topic_/i,
      'the topic is closed or not there',
      'Open it again, or leave the topic away.',
    ],
    [
      /chat not found|chat_id is empty|user not found|peer_id_invalid/i,
      'the bot sees no such chat',
      'Write /start to the bot, or add it to the group or channel; then check TELEGRAM_CHAT_ID (groups and channels are negative, or @name).',
    ],
    [
      /blocked by the user/,
      'the reader has blocked the bot',
      'Open the chat with the bot in Telegram and unblock it.',
    ],
    [/deactivated/, 'the account of the reader is gone', 'Set TELEGRAM_CHAT_ID to another chat.'],
    [/can't initiate/, 'the reader has not started the bot', 'Open the chat with the bot and press Start.'],
    [
      /kicked|not a member|was deleted/,
      'the bot is not in the group any more',
      'Add it again, or set TELEGRAM_CHAT_ID to another chat.',
    ],
    [
      /rights|write access|WRITE_FORBIDDEN|administrator/i,
      'the bot may not write there',
      'Let it send messages; in a channel it has to be an administrator.',
    ],
    [/^409 /, 'another program uses this bot', 'Stop it, or give it a bot of its own.'],
  ],
  discord: [
    [
      / 10015 |Unknown Webhook/,
      'Discord knows no such webhook: it was deleted, or the address is not whole',
      'Make one in the settings of the channel (Integrations, Webhooks) and copy its address to DISCORD_WEBHOOK_URL.',
    ],
    [
      / 50027 |Invalid Webhook Token/,
      'the end of the webhook address is wrong',
      'Copy DISCORD_WEBHOOK_URL again, whole.',
    ],
    [/ 22000[1-4] /, 'the webhook belongs to a forum', 'Take a webhook of a text channel.'],
    [/ 50013 | 50001 /, 'Discord lets nobody write there', 'Check the permissions of the channel.'],
    [
      /address is blocked/,
      'Cloudflare, which stands before Discord, blocks this machine',
      'Wait an hour; send less often.',
    ],
    [/^404 /, 'there is nothing at the webhook address', 'Copy DISCORD_WEBHOOK_URL again, whole.'],
  ],
  email: [
    [
      /certificate|CERT_|altname|self.signed|issuer/i,
      'the certificate of the mail server is refused',
      'Use the name that the certificate is made for in SMTP_URL.',
    ],
    [
      /STARTTLS|ETLS|REQUIRETLS/i,
      'the mail server offers no protected line',
      'Use smtps:// with port 465, or port 587 with STARTTLS.',
    ],
    [
      /^53[045]|EAUTH|Invalid login|authenticat/i,
      'the mail server refuses the login',
      'Check user and password in SMTP_URL, percent-encoded (@ is %40); many providers want an app password.',
    ],
    [
      /^55[013]|5\.1\.[1-3]|EENVELOPE/,
      'the mail server takes no mail for this reader or from this sender',
      'Check EMAIL_TO and EMAIL_FROM.',
    ],
    [/5\.4\.5|quota/i, 'the quota of the day is used up', 'Wait until tomorrow, or use another account.'],
    [
      /^55[024]|5\.7\./,
      'the mail server refuses the mail by a rule of its own',
      'Read its words; often EMAIL_FROM must belong to the login.',
    ],
  ],
  webhook: [
    [
      /^40[13] /,
      'the receiver refuses the signature',
      'Give both sides the same secret (WEBHOOK_SECRETS), and check the clocks of both.',
    ],
    [/^40[45] /, 'nobody takes webhooks at this address', 'Check the path of WEBHOOK_URL.'],
    [/^3\d\d /, 'the address leads elsewhere', 'Set WEBHOOK_URL to the address that it redirects to.'],
    [/^410 /, 'the receiver wants no more webhooks', 'Make a new endpoint there.'],
    [
      /certificate/,
      'the certificate of the receiver is refused',
      'Renew it, or use the name that it is made for.',
    ],
    [
      /private network/,
      'the address leads into a private network',
      'If that is meant: WEBHOOK_ALLOW=private.',
    ],
    [/EPROTO|ERR_SSL/, 'the receiver speaks no TLS at this port', 'Check the port of WEBHOOK_URL.'],
  ],
};

const byStatus: Readonly<Record<DeliveryOutcome['status'], string>> = {
  delivered: 'Nothing is wrong.',
  noop: 'Nothing is wrong.',
  'rate-limited': 'Wait, then try again.',
  transient: 'Check the network and the address, then try again.',
  uncertain: 'Look whether the message is there, then try again.',
  redirect: 'Write the new id into the configuration.',
  'permanent-payload': 'This message cannot be delivered; see what it says.',
  'permanent-target': 'Check where messages go.',
  'permanent-config': 'Check the credentials.',
};

const noConnection =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EDNS|CONNECT_TIMEOUT|ESOCKET|greeting/i;

/** What is wrong with a channel, and what to do, by what became of a delivery. */
export function diagnosisOf(channel: string, outcome: DeliveryOutcome): Diagnosis {
  const remedy = byStatus[outcome.status];
  if (outcome.status === 'redirect')
    return { problem: `the group has become another chat: ${outcome.target}`, remedy };
  if (outcome.status === 'rate-limited')
    return { problem: `too many messages; again in ${Math.ceil(outcome.retryAfterMs / 1000)} s`, remedy };
  const reason = 'reason' in outcome ? outcome.reason : outcome.status;
  const kind = Object.keys(mistakes).find((name) => channel === name || channel.startsWith(`${name}:`));
  for (const [sign, problem, advice] of mistakes[kind ?? ''] ?? [])
    if (sign.test(reason)) return { problem: `${problem} (${reason})`, remedy: advice };
  if (noConnection.test(reason))
    return {
      problem: `there is no connection (${reason.replace(/^no connection(?: to \w+)?: /, '')})`,
      remedy: 'Check the network, a firewall or proxy, and the host of the address.',
    };
  return { problem: reason, remedy };
}
