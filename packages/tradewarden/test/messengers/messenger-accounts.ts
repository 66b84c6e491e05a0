/** What the fake servers and the processes that write to them agree on. */
export const telegramToken = '123456:MessengerMessengerMessenger_-0123';
export const discordToken = 'Messenger.Bot.Token';
export const discordChannel = '22';
export const mailFrom = 'bot@x.test';
export const mailTo = 'me@x.test';

/** Where a messenger works, told to it on one line. */
export interface MessengerOrders {
  readonly database: string;
  /** Epoch ms: the time of its clock when it starts. */
  readonly now: number;
  readonly telegram: string;
  readonly discord: string;
  readonly mail: string;
  /** It kills itself after so many deliveries, before the last is recorded. */
  readonly dieAfter?: number;
}
