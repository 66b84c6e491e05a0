import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Ran, run } from '../../test/captured.ts';

const directory = mkdtempSync(join(tmpdir(), 'tradewarden-preview-'));
afterAll(() => rmSync(directory, { recursive: true }));

const preview = async (...words: readonly string[]): Promise<Ran> =>
  run(['notify', 'preview', ...words], { directory });

const channels = ['telegram', 'discord', 'email', 'webhook', 'console'];
const kinds = ['signal', 'rejected', 'batch-summary', 'order', 'dead-letters', 'kill', 'digest'];

/** What a reader sees, on every channel: these files are looked at when a template or a renderer changes. */
test.each(channels)('every kind of message on %s, to the letter', async (channel) => {
  const { code, out, err } = await preview('--channel', channel);
  expect(err).toBe('');
  expect(code).toBe(0);
  const shown = out.replaceAll(/run-[\da-f-]{36}/g, 'run-0');
  await expect(shown).toMatchFileSnapshot(`../../test/golden/preview-${channel}.txt`);
});

test('the sample of the specification, to the figure', async () => {
  const { out } = await preview('--channel', 'console', '--kind', 'signal');
  for (const line of [
    '🟢 LONG BTC/USDT @ 42200 · 92.3/100 · scalp · resized',
    '• Entry aggressive 42200',
    '• Entry conservative 42030',
    '• Stop 41750 (−1.07 %)',
    '• Target 1 42800 (1.33 R, 50 %)',
    '• Target 2 43500 (2.89 R, 30 %)',
    '• Target 3 44200 (4.44 R, 20 %)',
    '• Risk 0.0611 % (6.11 USDT at the stop, costs included)',
    '• R:R 2.42 blended',
    '• Size 0.0118 BTC (497.96 USDT)',
    '• ✓ Bullish OB (4H) (weight 0.3) @ 42100',
    '• ✗ Funding (weight 0.1)',
  ])
    expect(out.split('\n')).toContain(line);
});

test('a page without anything from elsewhere, with pictures, and as JSON everything that would be sent', async () => {
  const { out, err } = await preview('--html', 'page.html', '--json');
  const page = readFileSync(join(directory, 'page.html'), 'utf8');
  expect(err).toContain('page.html shows 35 messages');
  expect(page.match(/data:image\/png;base64,/g)).not.toHaveLength(0);
  expect(page).not.toMatch(/(src|href)="(?!data:|https:\/\/charts\.example\.com|&#)/);
  for (const name of [...channels, ...kinds]) expect(page).toContain(`>${name}<`);
  const { messages } = JSON.parse(out) as { messages: readonly { kind: string; channel: string }[] };
  expect(messages.map(({ kind, channel }) => `${channel} ${kind}`)).toEqual(
    channels.flatMap((channel) => kinds.map((kind) => `${channel} ${kind}`)),
  );
});

test('templates of a folder, and of one channel; a broken one is told with its place, and ends with 1', async () => {
  mkdirSync(join(directory, 'mine/telegram'), { recursive: true });
  writeFileSync(join(directory, 'mine/alert.md'), '# {{title}}!\n\nmine: {{text}}\n');
  writeFileSync(join(directory, 'mine/telegram/alert.md'), '# {{title}} on the phone\n');
  const own = await preview('--templates', 'mine', '--kind', 'kill');
  expect(own.out).toContain('── telegram · kill ──\nKILL on the phone\n');
  expect(own.out).toContain('── console · kill ──\nKILL!\nmine: Stopped by the operator');
  expect(own.code).toBe(0);
  writeFileSync(join(directory, 'mine/signal.md'), '# {{direction}}\n\n{{stop.prize}}\n');
  const broken = await preview('--templates', 'mine', '--kind', 'signal', '--channel', 'console');
  expect(broken.err).toMatch(/^signal\.md:3:\d+: .*prize.*; the built-in template is used\n$/);
  expect(broken.out).toContain('• Stop 41750 (−1.07 %)');
  expect(broken.code).toBe(1);
});

test.each([
  [['kill'], /kill: name a kind with --kind/],
  [['--kind', 'signals'], /--kind signals: there are signal, rejected/],
  [['--channel', 'slack'], /--channel slack: there are telegram, discord/],
  [['--templates', 'nowhere'], /templates in .*nowhere/],
  [['--html', 'nowhere/page.html', '--kind', 'kill'], /--html .*ENOENT/],
])('wrong use ends with 2: %j', async (words, said) => {
  const { code, err } = await preview(...words);
  expect(err).toMatch(said);
  expect(code).toBe(2);
});
