import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { samplePlan } from '@tradewarden/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Ran, run } from '../test/captured.ts';
import type { RunDocument } from './commands/run-document.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tradewarden-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const go = (...words: readonly string[]): Promise<Ran> => run(words, { directory });
const documentOf = ({ out }: Ran): RunDocument => JSON.parse(out) as RunDocument;
const write = (name: string, ...lines: readonly string[]): void =>
  writeFileSync(join(directory, name), lines.join('\n'));
const good = JSON.stringify(samplePlan());

test('run --json prints one document and nothing else; exit 0 whatever the verdicts', async () => {
  write(
    'plans.ndjson',
    good,
    JSON.stringify(
      samplePlan({
        planId: 'late',
        expiresAt: samplePlan().createdAt + 1,
        createdAt: samplePlan().createdAt - 9,
      }),
    ),
  );
  const ran = await go('run', 'plans.ndjson', '--now', 'plan', '--json');
  expect(ran.code).toBe(0);
  expect(Object.keys(documentOf(ran))).toEqual([
    'schemaVersion',
    'runId',
    'results',
    'summary',
    'exposure',
    'notifications',
    'orders',
  ]);
  expect(documentOf(ran)).toMatchObject({
    schemaVersion: 1,
    results: [
      { line: 1, status: 'committed', verdict: 'resized' },
      { line: 2, status: 'committed' },
    ],
    exposure: { equity: '10000', total: { limit: '1000' }, bySymbol: [{ symbol: 'BTC/USDT', limit: '500' }] },
    orders: { staged: 0 },
  });
});

test('twice over one database: all duplicates, exposure unchanged, only the run record is new', async () => {
  write('plans.ndjson', good, JSON.stringify(samplePlan({ planId: 'b', symbol: 'ETH/USDT' })));
  const first = documentOf(await go('run', 'plans.ndjson', '--now', 'plan', '--json'));
  const audit = async (): Promise<number> =>
    (JSON.parse((await go('audit', 'verify', '--json')).out) as { checked: number }).checked;
  const before = await audit();
  const second = documentOf(await go('run', 'plans.ndjson', '--now', 'plan', '--json'));
  expect(second.summary).toMatchObject({ duplicate: 2, approved: 0, resized: 0, rejected: 0 });
  expect(second.exposure).toEqual(first.exposure);
  expect(second.results.map(({ decision }) => JSON.stringify(decision))).toEqual(
    first.results.map(({ decision }) => JSON.stringify(decision)),
  );
  expect(await audit()).toBe(before + 1);
});

test('bad input is named by line and path, and good plans are still processed', async () => {
  write(
    'plans.ndjson',
    good,
    '{"symbol": nonsense}',
    '',
    '{"symbol":"A/B","entry":{"near":"NaN"}}',
    '{"direction":"LONG"}',
    JSON.stringify(samplePlan({ planId: 'c', symbol: 'C/USDT', stop: { price: '43000' } })),
  );
  const ran = await go('run', 'plans.ndjson', '--now', 'plan');
  expect(ran.code).toBe(1);
  expect(ran.out).toContain('line 2: unreadable: INPUT_UNREADABLE not JSON');
  expect(ran.out).toContain('line 4: INVALID_NUMBER entry.near: not an exact, finite decimal');
  expect(ran.out).toContain('line 4: PLAN_INCOMPLETE stop: required');
  expect(ran.out).toContain('line 5: unreadable: INPUT_UNREADABLE symbol: required');
  expect(ran.out).toContain('line 6: PLAN_GEOMETRY stop.price');
  expect(ran.out).toMatch(/resized +1/);
});

test('a JSON array is decided by score and reported by line; a broken one is one unreadable line', async () => {
  const plans = [
    samplePlan({ planId: 'low', score: '10' }),
    samplePlan({ planId: 'high', score: '99', symbol: 'X/USDT' }),
  ];
  write('list.json', `[\n${plans.map((plan) => JSON.stringify(plan)).join(',\n')}\n]`);
  expect(
    documentOf(await go('run', 'list.json', '--now', 'plan', '--json')).results.map(({ line, planId }) => [
      line,
      planId,
    ]),
  ).toEqual([
    [2, 'low'],
    [3, 'high'],
  ]);
  write('broken.json', '[\n{"symbol": 1},\n{');
  expect((await go('run', 'broken.json', '--json')).code).toBe(1);
});

describe('what is wrong with the call is said, with exit code 2', () => {
  test.each([
    [['run', 'none.json'], 'none.json: ENOENT'],
    [['run', 'plans.ndjson', '--format', 'x'], '--format x: unknown; known are native, scanner-alert'],
    [['run', 'plans.ndjson', '--now', 'soon'], '--now soon'],
    [['run', 'plans.ndjson', '--mode', 'live'], '--mode live'],
    [['run', 'plans.ndjson', '--store', 'redis://x'], 'store redis://…: unknown'],
    [['run', 'plans.ndjson', '--set', 'exposure.total=lots'], 'exposure.total: expected a number'],
    [['run', 'plans.ndjson', '--set', 'nope=1'], 'nope: unknown setting'],
    [['run', 'plans.ndjson', '--profile', 'brave'], 'profile: expected one of'],
    [['run', 'plans.ndjson', '--what'], 'see tradewarden run --help'],
    [['audit'], 'say verify, replay, what-if, report, prove, export, seal, key or trim'],
    [['exposure'], 'there is no database'],
    [['nope'], 'unknown command'],
  ])('%j', async (words, message) => {
    write('plans.ndjson', good);
    const ran = await go(...words);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(message);
    expect(ran.out).toBe('');
  });
});

test('a database that cannot be written fails with its path', async () => {
  write('plans.ndjson', good);
  const ran = await go('run', 'plans.ndjson', '--store', 'sqlite:/proc/nowhere/x.db');
  expect(ran.code).toBe(1);
  expect(ran.err).toContain('/proc/nowhere/x.db');
});

test('check explains every rule, writes nothing, and exits 3 for a refused plan', async () => {
  write('plans.ndjson', good);
  const ran = await go('check', 'plans.ndjson', '--now', 'plan');
  expect(ran.code).toBe(0);
  expect(ran.out).toContain('RESIZED  LONG BTC/USDT');
  expect(ran.out).toMatch(/exposure\.asset +ASSET_EXPOSURE_EXCEEDED/);
  expect(existsSync(join(directory, 'tradewarden.db'))).toBe(false);
  const refused = await go('check', 'plans.ndjson');
  expect(refused.code).toBe(3);
  expect(refused.out).toContain('PLAN_STALE');
});

test('why tells the recorded decision by plan id and by decision id', async () => {
  write('plans.ndjson', good);
  const [result] = documentOf(await go('run', 'plans.ndjson', '--now', 'plan', '--json')).results;
  for (const id of [samplePlan().planId, result?.decision?.decisionId ?? '']) {
    const told = await go('why', id, '--json');
    expect(JSON.parse(told.out)).toEqual([result?.decision]);
  }
  expect((await go('why', 'nothing')).code).toBe(1);
});

test('configuration: file, environment above it, command line above both; .env below the environment', async () => {
  write('plans.ndjson', good);
  write('tradewarden.config.json', '{"exposure":{"total":0.4,"asset":0.4},"balance":1000}');
  write('.env', 'MAX_TOTAL_EXPOSURE=0.3\nDEFAULT_ACCOUNT_BALANCE=2000');
  const limitOf = async (
    environment: Record<string, string>,
    ...words: readonly string[]
  ): Promise<readonly string[]> => {
    const { exposure } = documentOf(
      await run(['run', 'plans.ndjson', '--json', '--adopt-policy', ...words], { directory, environment }),
    );
    return [exposure.equity, exposure.total.limit];
  };
  expect(await limitOf({})).toEqual(['2000', '600']);
  expect(await limitOf({ TRADEWARDEN_EXPOSURE_TOTAL: '0.2' })).toEqual(['2000', '400']);
  expect(await limitOf({}, '--set', 'exposure.total=unlimited', '--balance', '50')).toEqual([
    '50',
    'unlimited',
  ]);
});

test('plans come from standard input too', async () => {
  const ran = await run(['run', '-', '--now', 'plan', '--json', '--store', 'memory:'], {
    directory,
    stdin: good,
  });
  expect(documentOf(ran).summary.resized).toBe(1);
});

test('--execute stages orders in dry-run, says what would be sent, and sends nothing', async () => {
  write('plans.ndjson', good);
  const ran = await go('run', 'plans.ndjson', '--now', 'plan', '--execute', '--json');
  expect(documentOf(ran).orders).toEqual({ staged: 1, submitted: 0, open: 0, filled: 0, closed: 0 });
  expect(ran.err).toContain('dry-run, not sent: {"clientOrderId":"tw');
  expect(JSON.parse((await go('exposure', '--mode', 'dry-run', '--json')).out)).toMatchObject({
    differences: [],
  });
});

test('the same input and clock give byte-identical decisions on two databases', async () => {
  write('plans.ndjson', good, JSON.stringify(samplePlan({ planId: 'b', symbol: 'ETH/USDT' })));
  const decisions = await Promise.all(
    ['sqlite:one.db', 'memory:'].map(async (store) => {
      const { results } = documentOf(
        await go('run', 'plans.ndjson', '--now', 'plan', '--json', '--store', store),
      );
      return results.map(({ decision }) => JSON.stringify(decision)).join('\n');
    }),
  );
  expect(decisions[0]).toBe(decisions[1]);
});

test('other limits than the account decides under are refused with exit code 2, until they are adopted', async () => {
  write('plans.ndjson', good);
  expect((await go('run', 'plans.ndjson', '--now', 'plan')).code).toBe(0);
  const other = ['run', 'plans.ndjson', '--now', 'plan', '--json', '--set', 'exposure.total=0.2'];
  const refused = await go(...other);
  expect(refused).toMatchObject({ code: 2, out: '' });
  expect(refused.err).toContain('gate.limits.exposure.total: "0.1", here "0.2"');
  expect(refused.err).not.toContain('risk.perTrade');
  expect((await go('check', 'plans.ndjson', '--now', 'plan', '--set', 'exposure.total=0.2')).code).toBe(0);
  expect((await go(...other)).code).toBe(2);
  expect((await go(...other, '--adopt-policy')).code).toBe(0);
});
