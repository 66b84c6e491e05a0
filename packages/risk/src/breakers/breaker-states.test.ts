import { describe, expect, test } from 'vitest';
import { type EquityState, equityStateKey, readEquityState, untrustedKey } from './equity-state.ts';
import { cooldownScope, cooldownScopes, outcomeStateKey, readOutcomeState } from './outcome-state.ts';
import { readBase, repeatKey, tallyKey } from './tally.ts';

const book = { account: 'main', mode: 'paper' } as const;
const entryOf = (value: unknown) => ({ key: 'main/x', value: value as never, version: 1 });
const window = { start: '2025-10-10', unit: '1', equity: '10000' };
const equity: EquityState = {
  equity: '10000',
  netDeposits: '0',
  at: 7,
  unit: '1',
  highWater: '1',
  day: window,
  week: window,
  reduced: false,
  beyond: {},
};

test('what breakers know stands where the docs say', () => {
  expect(equityStateKey(book)).toBe('main/paper/breakers/equity');
  expect(untrustedKey(book)).toBe('main/paper/breakers/untrusted');
  expect(outcomeStateKey(book)).toBe('main/paper/breakers/outcomes');
  expect(repeatKey(book, 'scanner')).toBe('main/paper/breakers/repeat/scanner');
  expect(tallyKey(book)).toBe('main/paper/x/gate/rate');
});

describe('a state of the equity', () => {
  test('is read as it was written; nothing is no state', () => {
    expect(readEquityState(entryOf(equity))).toEqual(equity);
    expect(readEquityState(null)).toBeUndefined();
    expect(readEquityState(undefined)).toBeUndefined();
  });

  const broken: readonly (readonly [string, unknown])[] = [
    ['null', null],
    ['a number', 7],
    ['nothing in it', {}],
    ...['equity', 'netDeposits', 'unit', 'highWater'].flatMap((name) =>
      [undefined, 10, 'much'].map((value) => [`${name} ${value}`, { ...equity, [name]: value }] as const),
    ),
    ...['day', 'week'].flatMap((name) => [
      [`${name} null`, { ...equity, [name]: null }] as const,
      ...['unit', 'equity'].flatMap((part) =>
        [5, 'much'].map(
          (value) =>
            [`${name} ${part} ${value}`, { ...equity, [name]: { ...window, [part]: value } }] as const,
        ),
      ),
      [`start of ${name}`, { ...equity, [name]: { ...window, start: 5 } }] as const,
    ]),
    ['beyond', { ...equity, beyond: 3 }],
    ['reduced', { ...equity, reduced: 'no' }],
    ['at', { ...equity, at: 1.5 }],
  ];
  test.each(broken)('%s cannot be read', (_, value) => {
    expect(() => readEquityState(entryOf(value))).toThrow('the state of the equity breakers cannot be read');
  });
});

test('what is known of closed positions is read whole, or not at all', () => {
  const known = { losses: 2, cooldowns: [{ scope: 'all', until: 9, why: 'loss' }] };
  expect(readOutcomeState(entryOf(known))).toEqual(known);
  expect(readOutcomeState(null)).toEqual({ losses: 0, cooldowns: [] });
  expect(readOutcomeState(undefined)).toEqual({ losses: 0, cooldowns: [] });
  for (const value of [
    null,
    { losses: 'two', cooldowns: [] },
    { losses: 2, cooldowns: {} },
    { losses: 2 },
    { losses: 2, cooldowns: [null] },
    { losses: 2, cooldowns: [{ scope: 7, until: 9 }] },
    { losses: 2, cooldowns: [{ scope: 'all', until: 'nine' }] },
  ])
    expect(() => readOutcomeState(entryOf(value))).toThrow(
      'what the breakers know of closed positions cannot be read',
    );
});

test('a base that is no count cannot be read, and is named', () => {
  expect(readBase(entryOf({ base: 3 }))).toEqual({ base: 3 });
  expect(readBase(null)).toBeUndefined();
  for (const value of [null, {}, { base: '3' }])
    expect(() => readBase(entryOf(value))).toThrow('main/x cannot be read');
});

test('a cooldown holds back all, a symbol, a side or a source', () => {
  const subject = { symbol: 'BTC/USDT', direction: 'LONG', source: 'scanner' } as const;
  const scopes = ['all', 'symbol BTC/USDT', 'side LONG', 'source scanner'];
  expect(cooldownScopes(subject)).toEqual(scopes);
  expect(['all', 'symbol', 'side', 'source'].map((kind) => cooldownScope(kind, subject))).toEqual(scopes);
});
