import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../hash/sha256.ts';
import { parseTradePlan, type PlanReading } from './parse-trade-plan.ts';

const sound = {
  symbol: 'BTC/USDT',
  direction: 'LONG',
  entry: { near: 42200, far: '42030' },
  stop: { price: '41750.0' },
  targets: [{ price: '42800' }, { price: '43500' }, { price: '44200' }],
  createdAt: 1_737_296_625_123,
};
const read = (input: unknown): PlanReading => parseTradePlan(input, sha256Hex);
const issuesOf = (changes: object): readonly string[] => {
  const reading = read({ ...sound, ...changes });
  return reading.kind === 'invalid'
    ? reading.issues.map(({ path, code }) => `${code} ${path}`)
    : [reading.kind];
};

test('reads a sound plan, fills defaults and derives a stable id', () => {
  const reading = read(sound);
  if (reading.kind !== 'plan') throw new Error(JSON.stringify(reading));
  expect(reading.plan).toMatchObject({
    schemaVersion: 1,
    revision: 1,
    source: 'native',
    entry: { near: '42200', far: '42030' },
    stop: { price: '41750' },
    expiresAt: sound.createdAt + 86_400_000,
  });
  expect(reading.plan.targets.map(({ percent }) => percent)).toEqual(['33.33', '33.33', '33.34']);
  expect(reading.plan.planId).toMatch(/^plan-[0-9a-f]{16}$/);
  expect(read(sound)).toEqual(reading);
  expect('style' in reading.plan).toBe(false);
});

test('the default life of a plan follows its style', () => {
  for (const [style, hours] of [
    ['scalp', 1],
    ['intraday', 8],
    ['swing', 72],
  ] as const) {
    const reading = read({ ...sound, style });
    expect(reading.kind === 'plan' && reading.plan.expiresAt - sound.createdAt).toBe(hours * 3_600_000);
  }
});

describe('reports every issue with its path', () => {
  test('all at once', () => {
    const reading = read({
      symbol: 'X',
      entry: { near: 'NaN' },
      stop: {},
      targets: [{ price: -1 }, 'x'],
      extra: 1,
    });
    expect(reading.kind === 'invalid' && reading.issues.map(({ path }) => path).toSorted()).toEqual([
      'createdAt',
      'direction',
      'entry.far',
      'entry.near',
      'extra',
      'stop.price',
      'targets[0].price',
      'targets[1]',
    ]);
  });

  test.each([
    [{ entry: { near: null, far: '1' } }, 'INVALID_NUMBER entry.near'],
    [{ entry: { near: '', far: '42030' } }, 'INVALID_NUMBER entry.near'],
    [{ stop: { price: '42100' } }, 'PLAN_GEOMETRY stop.price'],
    [{ entry: { near: '42000', far: '42030' } }, 'PLAN_GEOMETRY entry.far'],
    [{ targets: [{ price: '42800' }, { price: '42800' }] }, 'PLAN_GEOMETRY targets[1].price'],
    [
      {
        targets: [
          { price: '42800', percent: 60 },
          { price: '43000', percent: 30 },
        ],
      },
      'PLAN_GEOMETRY targets',
    ],
    [{ targets: [{ price: '42800', percent: 60 }, { price: '43000' }] }, 'PLAN_INCOMPLETE targets'],
    [{ targets: [] }, 'PLAN_INCOMPLETE targets'],
    [{ direction: 'long' }, 'PLAN_INCOMPLETE direction'],
    [{ score: 101 }, 'INVALID_NUMBER score'],
    [{ leverage: '0.5' }, 'INVALID_NUMBER leverage'],
    [{ expiresAt: 5 }, 'PLAN_INCOMPLETE expiresAt'],
    [{ createdAt: '2025' }, 'INVALID_NUMBER createdAt'],
    [{ schemaVersion: 2 }, 'PLAN_INCOMPLETE schemaVersion'],
    [{ planId: 'with space' }, 'PLAN_INCOMPLETE planId'],
    [{ revision: 0 }, 'INVALID_NUMBER revision'],
    [{ rationale: 5 }, 'PLAN_INCOMPLETE rationale'],
    [{ confluence: { factors: [{ name: 'x' }] } }, 'PLAN_INCOMPLETE confluence.factors[0].score'],
    [{ claims: { rewardToRisk: ['x'] } }, 'INVALID_NUMBER claims.rewardToRisk[0]'],
  ])('%j', (changes, expected) => {
    expect(issuesOf(changes)).toContain(expected);
  });

  test('a short plan is mirrored', () => {
    const short = {
      direction: 'SHORT',
      entry: { near: '100', far: '101' },
      stop: { price: '103' },
      targets: [{ price: '95' }],
    };
    expect(read({ ...sound, ...short }).kind).toBe('plan');
    expect(issuesOf({ ...short, stop: { price: '99' } })).toEqual(['PLAN_GEOMETRY stop.price']);
  });
});

test('without a symbol there is nothing to file', () => {
  for (const input of [null, 5, 'x', [], {}, { symbol: '' }, { symbol: 'A B' }, { symbol: 'A\u202eB' }])
    expect(read(input).kind).toBe('unreadable');
});

test('never throws, whatever comes', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom(...Object.keys(sound), 'claims', 'metadata', 'confluence'),
        fc.anything(),
      ),
      (changes) => {
        expect(['plan', 'invalid', 'unreadable']).toContain(read({ ...sound, ...changes }).kind);
      },
    ),
  );
});
