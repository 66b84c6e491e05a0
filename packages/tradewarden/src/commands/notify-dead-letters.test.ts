import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { samplePlan } from '@tradewarden/testing';
import { startDiscordServer } from '@tradewarden/testing/discord';
import { afterAll, expect, test } from 'vitest';
import { type Ran, run } from '../../test/captured.ts';

const directory = mkdtempSync(join(tmpdir(), 'tradewarden-dead-letters-'));
afterAll(() => rmSync(directory, { recursive: true }));
// Checkpoints of the audit log go through channels as well: here they are not the matter.
writeFileSync(join(directory, 'tradewarden.config.json'), JSON.stringify({ audit: { anchors: [] } }));

const letters = async (...words: readonly string[]): Promise<Ran> =>
  run(['notify', 'dead-letters', ...words, '--store', 'sqlite:./x.db'], { directory });

interface Row {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly reason: string;
}

/** A run is summed up too, so each leaves a signal and a summary. */
const rows = async (): Promise<readonly Row[]> => {
  const { out } = await letters('list', '--json');
  return (JSON.parse(out) as { deadLetters: Row[] }).deadLetters;
};

/** Runs one plan with Discord turned on. */
async function announce(planId: string, environment: Record<string, string>): Promise<Ran> {
  writeFileSync(
    join(directory, 'plans.json'),
    JSON.stringify([samplePlan({ planId, symbol: `${planId}/USDT` })]),
  );
  const words = ['run', 'plans.json', '--now', 'plan', '--json', '--store', 'sqlite:./x.db', '--set'];
  return run([...words, 'exposure.total=unlimited'], { directory, environment });
}

test('what a channel gave up is listed, shown, sent again when the channel works, or forgotten', async () => {
  const discord = await startDiscordServer({ webhook: { id: '11', token: 'Hook-0123' }, rates: 'none' });
  const broken = { DISCORD_WEBHOOK_URL: discord.webhookUrl.replace('/11/', '/12/') };
  expect((await announce('A', broken)).code).toBe(0);
  expect((await announce('B', broken)).code).toBe(0);
  const all = await rows();
  expect(all.map(({ kind }) => kind).toSorted()).toEqual([
    'batch-summary',
    'batch-summary',
    'signal',
    'signal',
  ]);
  // What closed the target is the reason of all that follows, once.
  for (const { reason } of all)
    expect(reason).toMatch(/^(the target is closed: )?404 10015 Unknown Webhook$/);
  const dead = all.filter(({ kind }) => kind === 'signal').toSorted((a, b) => (a.title < b.title ? -1 : 1));
  expect(dead.map(({ title }) => title)).toEqual([
    expect.stringContaining('LONG A/USDT') as string,
    expect.stringContaining('LONG B/USDT') as string,
  ]);
  const listed = await letters('list');
  expect(listed.out).toMatch(/discord {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC {2}.*404 10015 Unknown Webhook/);
  const [first, second] = dead;
  const shown = await letters('show', first!.id);
  expect(shown.out).toMatch(
    /to discord, part 1 of 1, routed .* after 1 attempt\n404 10015 Unknown Webhook\n/,
  );
  expect(shown.out).toContain('Entry aggressive');

  expect(await letters('drop', second!.id)).toEqual({ code: 0, out: '1 forgotten\n', err: '' });
  const again = await letters('retry', first!.id);
  expect(again).toEqual({ code: 0, out: '1 queued again; the next run or serve sends them\n', err: '' });
  expect(await letters('drop', '--all')).toEqual({ code: 0, out: '2 forgotten\n', err: '' });
  expect((await letters('list')).out).toBe('nothing was given up\n');

  const mended = { DISCORD_WEBHOOK_URL: discord.webhookUrl };
  expect((await announce('C', mended)).code).toBe(0);
  const titles = discord.messages.map(({ fields }) => JSON.stringify(fields));
  await discord.close();
  // The letter of A, then the signal and the summary of C; nothing of B.
  expect(titles).toHaveLength(3);
  expect(titles.join('\n')).toContain('LONG A/USDT');
  expect(titles.join('\n')).not.toContain('B/USDT');
}, 60_000);

test('all at once, of one channel; ids that are not there end with 1, and the others are still done', async () => {
  const nobody = await startDiscordServer({ webhook: { id: '13', token: 'Hook-0123' } });
  await nobody.close();
  await announce('D', { DISCORD_WEBHOOK_URL: nobody.webhookUrl });
  // Nobody listens there: that is no reason to give up, so nothing is dead.
  expect(await rows()).toEqual([]);
  const discord = await startDiscordServer({ webhook: { id: '11', token: 'Hook-0123' }, rates: 'none' });
  await announce('E', { DISCORD_WEBHOOK_URL: discord.webhookUrl.replace('/11/', '/14/') });
  await discord.close();
  const [letter, other] = await rows();
  expect(other).toBeDefined();
  const mixed = await letters('drop', 'absent', letter!.id);
  expect(mixed.err).toBe('absent: no such dead letter; see tradewarden notify dead-letters list\n');
  expect(mixed).toMatchObject({ code: 1, out: '1 forgotten\n' });
  expect(await letters('retry', '--all', '--channel', 'telegram')).toMatchObject({
    code: 0,
    out: '0 queued again; the next run or serve sends them\n',
  });
  expect((await letters('show', 'absent')).code).toBe(1);
}, 60_000);

test('no word of a provider steers the terminal', async () => {
  const discord = await startDiscordServer({ webhook: { id: '15', token: 'Hook-0123' }, rates: 'none' });
  const steering = { message: '\u001b]0;owned\u0007no', code: 50_035 };
  discord.script(
    { do: 'answer', status: 400, body: steering },
    { do: 'answer', status: 400, body: steering },
  );
  await announce('F', { DISCORD_WEBHOOK_URL: discord.webhookUrl });
  await discord.close();
  const letter = (await rows()).find(({ reason }) => reason.startsWith('400 50035'));
  for (const { out } of [await letters('list'), await letters('show', letter!.id)]) {
    expect(out).toContain('400 50035 ]0;ownedno');
    expect(out).not.toMatch(/(?![\n\t])\p{Cc}/u);
  }
  await letters('drop', '--all');
}, 60_000);

test.each([
  [['explain'], /say list, show ID, retry ID or drop ID/],
  [['list', 'discord'], /name a channel with --channel/],
  [['show'], /name one id/],
  [['retry'], /name ids, or say --all/],
  [['drop', 'x', '--all'], /name ids, or say --all/],
  [['list', '--mode', 'real'], /--mode real: expected notify, dry-run, paper, live/],
])('wrong use ends with 2: %j', async (words, said) => {
  const { code, err } = await letters(...words);
  expect(err).toMatch(said);
  expect(code).toBe(2);
});

test('a store that is not there is not made', async () => {
  const ran = await run(['notify', 'dead-letters', '--store', 'sqlite:./none.db'], { directory });
  expect(ran.err).toContain('there is no database');
  expect(ran.code).toBe(2);
});
