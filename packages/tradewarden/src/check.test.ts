import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInRules } from '@tradewarden/risk';
import { samplePlan } from '@tradewarden/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Ran, run } from '../test/captured.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tradewarden-check-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const go = (...words: readonly string[]): Promise<Ran> => run(words, { directory });
const write = (name: string, content: unknown): void =>
  writeFileSync(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content));

test('check explains every rule of the gate, and changes nothing', async () => {
  write('plan.json', [samplePlan()]);
  const ran = await go('check', 'plan.json', '--now', 'plan', '--set', 'positions.side=3');
  expect(ran.code).toBe(0);
  const off = /^(exposure|heat|margin|positions)\.(symbol|baseAsset|side|group|source|venue)$/;
  const expected = builtInRules.map(({ id }) => id).filter((id) => !off.test(id) || id === 'positions.side');
  for (const id of [...expected, 'plan.completeness', 'plan.geometry', 'plan.numbers'])
    expect(ran.out).toMatch(new RegExp(`^[✓✗?·] +${id.replaceAll('.', '\\.')} `, 'm'));
  expect(ran.out).toContain(' asked, 500 free of 500');
  expect(readdirSync(directory)).toEqual(['plan.json']);
});

test('what stands in the way comes first, what passes shows its figures', async () => {
  write('plan.json', [samplePlan({ score: '40' })]);
  const { code, out } = await go('check', 'plan.json', '--now', 'plan', '--set', 'score.min=50');
  expect(code).toBe(3);
  const marks = out.split('\n').flatMap((line) => /^[✓✗?·] /.exec(line)?.[0].trim() ?? []);
  expect(marks).toEqual(marks.toSorted((left, right) => '✗?✓·'.indexOf(left) - '✗?✓·'.indexOf(right)));
  expect(out).toMatch(/^✗ +plan\.score +SCORE_TOO_LOW +reject/m);
  expect(out).toMatch(/^✓ +plan\.leverage +the leverage is allowed: 1, limit 3 times$/m);
  expect(out).toMatch(/^SCORE_TOO_LOW: /m);
});

test('a database is looked at and left as it is, and no configuration is registered', async () => {
  write('plan.json', [samplePlan()]);
  await go('run', 'plan.json', '--now', 'plan', '--no-notify');
  const seen = async (): Promise<readonly string[]> => [
    (await go('audit', 'export')).out,
    (await go('exposure', '--json')).out,
  ];
  const before = await seen();
  write('other.json', [samplePlan({ planId: 'other', symbol: 'ETH/USDT' })]);
  const checked = await go('check', 'other.json', '--now', 'plan', '--set', 'exposure.total=0.5');
  expect(checked.code).toBe(0);
  expect(await seen()).toEqual(before);
  expect((await go('run', 'other.json', '--now', 'plan', '--no-notify')).code).toBe(0);
});

test.each<[string, unknown, readonly string[], number, string]>([
  ['no file', '', [], 2, 'name a file'],
  ['two files', [], ['a.json', 'b.json'], 2, 'one file at a time: b.json'],
  ['an empty file', '', ['a.json'], 2, 'a.json: there is no plan in it'],
  ['an empty list', [], ['a.json'], 2, 'a.json: there is no plan in it'],
  ['no JSON', 'hello', ['a.json'], 1, 'line 1: unreadable: not JSON'],
  ['no symbol', { a: 1 }, ['a.json'], 1, 'line 1: unreadable: symbol: required'],
  ['a missing file', [], ['none.json'], 2, 'cannot read'],
  ['another format', [], ['a.json', '--format', 'xml'], 2, 'known are native, scanner-alert'],
  ['a wrong limit', [samplePlan()], ['a.json', '--set', 'exposure.total=2x'], 2, 'exposure.total'],
])('%s: a sentence and exit code', async (_, content, words, code, sentence) => {
  write('a.json', content);
  const ran = await go('check', ...words);
  expect([ran.code, ran.out]).toEqual([code, '']);
  expect(ran.err).toContain(sentence);
});

test('every path of a plan that is none is named, with what to do', async () => {
  write('bad.json', {
    symbol: 'BTC/USDT',
    direction: 'LNG',
    entry: { near: 'x', far: '1' },
    targets: [],
    createdAt: 1,
  });
  const { code, out } = await go('check', 'bad.json', '--now', 'plan');
  expect(code).toBe(3);
  const lines = out.split('\n');
  expect(lines[1]).toMatch(
    /plan\.completeness +PLAN_INCOMPLETE +reject +direction: expected one of LONG, SHORT/,
  );
  for (const path of ['direction', 'stop', 'targets', 'entry.near']) expect(out).toContain(`${path}: `);
  expect(out).toContain('PLAN_INCOMPLETE: Mend the paths');
});

test('currencies, groups and other names of an asset come from the configuration', async () => {
  write('tradewarden.config.json', {
    fx: { EUR: 1.25 },
    groups: { majors: ['BTC', 'ETH'] },
    aliases: { WBTC: 'BTC' },
    positions: { group: 1, baseAsset: 2 },
  });
  const plans = [
    samplePlan({ planId: 'a', symbol: 'ETH/EUR' }),
    samplePlan({ planId: 'b', symbol: 'WBTC/USDT' }),
    samplePlan({ planId: 'c', symbol: 'SOL/JPY' }),
  ];
  write('plans.json', plans);
  const ran = await go('run', 'plans.json', '--now', 'plan', '--no-notify', '--json');
  const { results, summary } = JSON.parse(ran.out) as {
    results: { planId: string; verdict: string }[];
    summary: { byCode: Record<string, number> };
  };
  expect(results.map(({ verdict }) => verdict)).toEqual(['resized', 'rejected', 'rejected']);
  expect(summary.byCode).toMatchObject({ CAP_EXCEEDED: 1, DATA_UNKNOWN: 1 });
  const checked = await go(
    'check',
    'plans.json',
    '--now',
    'plan',
    '--set',
    'fx.JPY=0.0066',
    '--store',
    'memory:',
  );
  expect(checked.out).not.toContain('fx.JPY: no source');
});

test('everything that is wrong with them is reported at once', async () => {
  write('tradewarden.config.json', {
    currency: 'tether!',
    unitPlaces: 9,
    fx: { EUR: 0 },
    groups: { none: [] },
    aliases: { A: 1 },
  });
  write('plan.json', [samplePlan()]);
  const ran = await go('check', 'plan.json');
  expect(ran.code).toBe(2);
  for (const path of ['currency', 'unitPlaces', 'fx.EUR', 'groups.none', 'aliases.A'])
    expect(ran.err).toContain(path);
});

test('currency and unit of an account are fixed by its first decision', async () => {
  write('plan.json', [samplePlan()]);
  write('other.json', [samplePlan({ planId: 'other' })]);
  const words = ['run', 'plan.json', '--now', 'plan', '--no-notify', '--json'];
  const bitcoin = { TRADEWARDEN_CURRENCY: 'BTC', TRADEWARDEN_UNIT_PLACES: '7' };
  const environment = { ...bitcoin, TRADEWARDEN_BALANCE: '1' };
  const rate = ['--set', 'fx.USDT=0.00002'];
  expect((await run([...words, ...rate], { directory, environment })).code).toBe(0);
  for (const asked of [
    [...words, '--adopt-policy'],
    ['exposure'],
    ['check', 'other.json', '--now', 'plan'],
  ]) {
    const refused = await go(...asked);
    expect(refused.code).toBe(asked[0] === 'check' ? 1 : 2);
    expect(refused.err + refused.out).toContain(
      'counts in 10^-7 BTC, this configuration in 10^-6 USDT (currency, unitPlaces)',
    );
  }
});
