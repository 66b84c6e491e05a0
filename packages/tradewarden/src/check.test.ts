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
