import { type Channel, systemClock } from '@tradewarden/core';
import { cleanText } from '@tradewarden/notify';
import { type CommandInput, flag } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { UsageError } from '../console/usage-error.ts';
import { channelsOf } from '../config/channels.ts';
import { environmentOf } from '../config/load-settings.ts';
import { type ChannelTest, testChannel } from '../notifications/test-channel.ts';

/** A round trip to every channel, or to the one that is named. 0: all of them took the message. */
export async function notifyTest({ terminal, positionals, options, signal }: CommandInput): Promise<number> {
  if (positionals.length > 2) throw new UsageError('notify test: name one channel, or none for all');
  const channels = await channelsOf(environmentOf(terminal));
  try {
    const chosen = chosenOf(channels, positionals[1]);
    const sends = !flag(options, 'check');
    const tests: ChannelTest[] = [];
    for (const channel of chosen) {
      const tested = await testChannel(channel, { sends, at: systemClock.now(), signal });
      tests.push(tested);
      if (!flag(options, 'json')) terminal.out(cleanText(testText(tested, sends)));
      signal.throwIfAborted();
    }
    if (flag(options, 'json')) terminal.out(`${JSON.stringify({ channels: tests })}\n`);
    return tests.every(({ ok }) => ok) ? exitCodes.done : exitCodes.failed;
  } finally {
    for (const channel of channels) await channel.stop?.();
  }
}

function chosenOf(channels: readonly Channel[], name: string | undefined): readonly Channel[] {
  const names = channels.map(({ id }) => id).join(', ');
  if (channels.length === 0)
    throw new UsageError(
      'no channel is turned on; set TELEGRAM_BOT_TOKEN and TELEGRAM_CHAT_ID, DISCORD_WEBHOOK_URL, SMTP_URL with EMAIL_FROM and EMAIL_TO, or WEBHOOK_URL and WEBHOOK_SECRETS in the environment or in .env',
    );
  const chosen = name === undefined ? channels : channels.filter(({ id }) => id === name);
  if (chosen.length === 0) throw new UsageError(`${name}: no such channel is turned on; there are ${names}`);
  return chosen;
}

function testText({ channel, ok, took, problem, remedy }: ChannelTest, sends: boolean): string {
  if (ok)
    return `✓ ${channel}: ${sends ? 'the test message arrived' : 'the configuration is good'}${took === undefined ? '' : ` (${took})`}\n`;
  return `✗ ${channel}: ${problem}\n  ${remedy}\n`;
}
