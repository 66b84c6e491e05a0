import { startDiscordServer } from '@tradewarden/testing/discord';
import { mailPart, startSmtpServer } from '@tradewarden/testing/smtp';
import { startTelegramServer } from '@tradewarden/testing/telegram';
import { discordChannel, discordToken, type MessengerOrders, telegramToken } from './messenger-accounts.ts';

/** A place where messages arrive, at a strict server. */
export interface MessagePlace {
  /** As the channel is called. */
  readonly name: 'telegram' | 'discord' | 'email';
  /** The texts that lie there, in order of arrival. */
  arrived(): readonly string[];
  count(): number;
  /** The next message is taken, and the answer never comes. */
  hold(): void;
}

export interface MessagePlaces {
  readonly places: readonly MessagePlace[];
  readonly addresses: Pick<MessengerOrders, 'telegram' | 'discord' | 'mail'>;
  readonly mailIds: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** One of each, without rates: those are proven elsewhere. */
export async function openMessagePlaces(): Promise<MessagePlaces> {
  const telegram = await startTelegramServer({
    token: telegramToken,
    rates: 'none',
    chats: [{ id: 1, type: 'private' }],
  });
  const discord = await startDiscordServer({
    rates: 'none',
    channel: { id: discordChannel, token: discordToken },
  });
  const mail = await startSmtpServer();
  return {
    places: [
      {
        name: 'telegram',
        arrived: () => telegram.messages.map(({ text }) => text),
        count: () => telegram.messages.length,
        hold: () => telegram.script({ do: 'hang', processed: true }),
      },
      {
        name: 'discord',
        arrived: () => discord.messages.map(({ fields }) => JSON.stringify(fields)),
        count: () => discord.messages.length,
        hold: () => discord.script({ do: 'hang', processed: true }),
      },
      {
        name: 'email',
        arrived: () => mail.mails.map((one) => mailPart(one, 'text/plain')),
        count: () => mail.mails.length,
        hold: () => mail.script({ at: 'body', do: { hang: true, processed: true } }),
      },
    ],
    addresses: { telegram: telegram.url, discord: discord.url, mail: mail.url },
    mailIds: () => mail.mails.map(({ messageId }) => messageId),
    close: async () => {
      await Promise.all([telegram.close(), discord.close(), mail.close()]);
    },
  };
}
