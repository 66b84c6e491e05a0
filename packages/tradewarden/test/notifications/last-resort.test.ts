import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import { STORE, WORKERS } from '@tradewarden/core';
import { type App, createApp } from '@tradewarden/core/app';
import { email } from '@tradewarden/notifier-email';
import { telegram } from '@tradewarden/notifier-telegram';
import { notify } from '@tradewarden/notify';
import { risk } from '@tradewarden/risk';
import { sqliteStore } from '@tradewarden/store-sqlite';
import { samplePlan } from '@tradewarden/testing';
import { mailPart, type SmtpServer, startSmtpServer } from '@tradewarden/testing/smtp';
import { startTelegramServer, type TelegramServer } from '@tradewarden/testing/telegram';
import { canMount, MountedDisk } from '@tradewarden/testing/disks';
import { afterEach, beforeEach, expect, test } from 'vitest';

const mounts = canMount('ext4');
if (!mounts) console.log('disks cannot be mounted here: not tried with a read-only one (needs root)');
const token = '123456:LastResortLastResortLastResort_-0123';
let bot: TelegramServer;
let mail: SmtpServer;
beforeEach(async () => {
  bot = await startTelegramServer({ token, rates: 'none', chats: [{ id: 1, type: 'private' }] });
  mail = await startSmtpServer();
});
afterEach(async () => {
  await bot.close();
  await mail.close();
});

/** An app on a SQLite file with the real clients of Telegram and mail. */
async function started(path: string): Promise<App> {
  const app = createApp({ mode: 'notify' })
    .use(sqliteStore({ path }))
    .use(risk({ equity: '10000', market: 'none' }))
    .use(telegram({ token, chatId: 1, apiRoot: bot.url }))
    .use(email({ url: mail.url, from: 'bot@x.test', to: 'me@x.test' }))
    .use(notify());
  await app.start();
  return app;
}

const plan = (base: string) => samplePlan({ planId: base, symbol: `${base}/USDT`, createdAt: Date.now() });
const said = (): readonly string[] => bot.messages.map(({ text }) => text);
const mailed = (): readonly string[] => mail.mails.map((one) => mailPart(one, 'text/plain'));
const alarm = /Store failed[\s\S]*A decision could not be written/;

/** Nothing is decided, and both channels hear of it once. */
async function expectAlarm(app: App): Promise<void> {
  const { status, error } = await app.run(plan('BB'));
  expect(status).toBe('failed');
  expect(error?.code).toMatch(/^STORE_/);
  await expect.poll(() => [said().length, mailed().length], { timeout: 10_000 }).toEqual([2, 2]);
  expect(said()[1]).toMatch(alarm);
  expect(mailed()[1]).toMatch(alarm);
}

test.skipIf(!mounts)(
  'the database turns read-only under the app: the alarm arrives all the same',
  async () => {
    using disk = MountedDisk.ext4();
    const app = await started(join(disk.directory, 'store.db'));
    expect((await app.run(plan('AA'))).status).toBe('committed');
    await app.drain();
    expect(said()).toEqual([expect.stringContaining('LONG AA/USDT')]);
    disk.remount('abort');
    await expectAlarm(app);
    // The dispatcher meets the same fault, of another cause at most: each cause is told of once an hour.
    const before = said().length;
    for (let pass = 0; pass < 3; pass += 1)
      for (const worker of app.all(WORKERS)) await worker.drain().catch(() => {});
    expect(said().length - before).toBeLessThanOrEqual(1);
    await app.stop().catch(() => {});
  },
);

test('the database goes away under the app: the alarm arrives, and is recorded when it is back', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tradewarden-last-resort-'));
  const path = join(directory, 'store.db');
  const app = await started(path);
  await app.run(plan('AA'));
  await app.drain();
  renameSync(path, `${path}-away`);
  await expectAlarm(app);
  renameSync(`${path}-away`, path);
  expect((await app.run(plan('CC'))).status).toBe('committed');
  // A chat takes one message a second.
  const deliver = async () => {
    await app.drain();
    return said().at(-1);
  };
  await expect.poll(deliver, { timeout: 5000, interval: 200 }).toContain('LONG CC/USDT');
  const records = await app.get(STORE).read('main/audit', { after: 0, limit: 100 });
  const resorts = records.filter(({ value }) => (value as { type: string }).type === 'notify.last-resort');
  expect(resorts.map(({ value }) => (value as { data: unknown }).data)).toMatchObject([
    { cause: 'STORE_UNAVAILABLE', outcomes: { telegram: 'delivered', email: 'delivered' } },
  ]);
  await app.stop();
  rmSync(directory, { recursive: true });
});
