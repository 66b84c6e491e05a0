import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { samplePlan } from '@tradewarden/testing';
import { startTelegramServer } from '@tradewarden/testing/telegram';
import { startWebhookServer } from '@tradewarden/testing/webhook';
import { afterAll, expect, test } from 'vitest';
import { type Ran, run } from '../../test/captured.ts';

const directory = mkdtempSync(join(tmpdir(), 'tradewarden-notify-settings-'));
afterAll(() => rmSync(directory, { recursive: true }));
const token = '123456:CanaryCanaryCanaryCanaryCanary_-0123';
const whsec = `whsec_${Buffer.alloc(32, 'canary').toString('base64')}`;

async function configured(notify: unknown, environment: Record<string, string> = {}): Promise<Ran> {
  writeFileSync(
    join(directory, 'tradewarden.config.json'),
    JSON.stringify({ notify, audit: { anchors: [] } }),
  );
  writeFileSync(join(directory, 'plans.json'), JSON.stringify([samplePlan()]));
  const words = ['run', 'plans.json', '--now', 'plan', '--json', '--store', 'memory:'];
  return run(words, { directory, environment });
}

test('messages go along the routes of the configuration, in the words of its templates', async () => {
  const telegram = await startTelegramServer({ token, rates: 'none', chats: [{ id: 1, type: 'private' }] });
  const webhook = await startWebhookServer({ secrets: [whsec] });
  mkdirSync(join(directory, 'words'), { recursive: true });
  writeFileSync(join(directory, 'words/signal.md'), '# own {{symbol}}\n\nstop {{stop.price}}\n');
  writeFileSync(join(directory, 'words/batch-summary.md'), '# {{scanned}}\n\n{{scand}}\n');
  const routes = [
    { channels: ['telegram'], kinds: ['signal'], symbols: ['BTC/*'], minimumScore: 90 },
    { channels: ['webhook', 'pager'] },
  ];
  const ran = await configured(
    { routes, templates: 'words' },
    {
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_CHAT_ID: '1',
      TELEGRAM_API_ROOT: telegram.url,
      WEBHOOK_URL: webhook.url,
      WEBHOOK_SECRETS: whsec,
    },
  );
  await Promise.all([telegram.close(), webhook.close()]);
  expect(ran.code).toBe(0);
  expect(telegram.messages.map(({ text }) => text)).toEqual(['own BTC/USDT\nstop 41750']);
  const titles = webhook.events.map(({ data }) => data['title']);
  // The built-in words stand in for the broken template, and somebody is told.
  expect(titles).toHaveLength(2);
  expect(titles).toEqual(
    expect.arrayContaining(['1 of 1 plans approved', '⚠️ Template broken · batch-summary.md']),
  );
  expect(ran.err).toContain('warning: notify.routes names pager, which is not turned on');
  expect(ran.err).not.toContain('names telegram');
});

test('everything that is wrong is said at once, with its place', async () => {
  const quietHours = { zone: 'Europe/Amsterdan', from: '22:00', to: '07:00' };
  const { code, err } = await configured({
    templates: 5,
    chanels: ['telegram'],
    routes: [
      'telegram',
      { kinds: ['signals'], severities: [], mode: 'loud', minimumScore: 101 },
      { channels: 'telegram', symbol: 'BTC/*', continue: 'yes', quietHours },
      { channels: ['a'], quietHours: { zone: 'UTC' } },
    ],
  });
  expect(code).toBe(2);
  for (const issue of [
    'notify.templates: expected a folder',
    'notify.chanels: unknown setting',
    'notify.routes.0: expected a route',
    'notify.routes.1.channels: expected a list of channels',
    'notify.routes.1.kinds: expected a list of signal,',
    'notify.routes.1.severities: expected a list of info,',
    'notify.routes.1.mode: expected on, silent, digest or off',
    'notify.routes.1.minimumScore: expected a number from 0 to 100',
    'notify.routes.2.channels: expected a list',
    'notify.routes.2.symbol: unknown setting',
    'notify.routes.2.continue: expected true or false',
    'notify.routes.2.quietHours: Europe/Amsterdan: there is no such time zone',
    'notify.routes.3.quietHours: expected { zone, from, to }',
  ])
    expect(err).toContain(issue);
});

test('routes that are no list, and templates that are not there', async () => {
  const { code, err } = await configured({ routes: 'telegram' });
  expect(err).toContain('notify.routes: expected a list of routes');
  expect(code).toBe(2);
  const absent = await configured({ templates: 'nowhere' });
  expect(absent.err).toContain('templates in');
  expect(absent.code).toBe(2);
});
