import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { createInterface } from 'node:readline';
import { VirtualClock } from '@tradewarden/core';
import { discord } from '@tradewarden/notifier-discord';
import { email } from '@tradewarden/notifier-email';
import { telegram } from '@tradewarden/notifier-telegram';
import { createDispatcher } from '@tradewarden/notify';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import {
  discordChannel,
  discordToken,
  mailFrom,
  mailTo,
  type MessengerOrders,
  telegramToken,
} from './messenger-accounts.ts';

/**
 * A process that delivers what waits in a SQLite file by grammY, discord.js and nodemailer: says `ready`, reads its
 * orders as one line of JSON, says `done` when nothing waits any more. Its clock jumps from moment to moment, so that
 * no rate is waited for.
 */
// One that is killed would not leave it to the next one.
flushCompileCache();
writeSync(1, 'ready\n');
const [line] = (await once(createInterface(process.stdin), 'line')) as [string];
const orders = JSON.parse(line) as MessengerOrders;
const clock = new VirtualClock(orders.now);
const store = await openSqliteStore({ path: orders.database, clock, deadlineMs: 60_000 });
const timeoutMs = 60_000;
const channels = [
  telegram.create({ token: telegramToken, chatId: 1, apiRoot: orders.telegram, timeoutMs }),
  discord.create({ botToken: discordToken, channelId: discordChannel, api: orders.discord, timeoutMs }),
  email.create({ url: orders.mail, from: mailFrom, to: mailTo, perDay: 100_000, timeoutMs }),
];
let delivered = 0;
const dispatcher = createDispatcher({
  store,
  account: 'main',
  mode: 'notify',
  clock,
  channels,
  crash: (point) => {
    if (point !== 'CP12') return;
    delivered += 1;
    if (delivered === orders.dieAfter) process.kill(process.pid, 'SIGKILL');
  },
});
for (;;) {
  await dispatcher.drain();
  if (!Number.isFinite(dispatcher.nextAt())) break;
  clock.moveTo(dispatcher.nextAt());
}
await store.close();
writeSync(1, 'done\n');
process.exit();
