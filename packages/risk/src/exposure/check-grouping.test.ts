import { ConfigError, memoryStore } from '@tradewarden/core';
import { expect, test } from 'vitest';
import { startGate } from '../../test/gate-fixture.ts';
import { checkGrouping } from './check-grouping.ts';
import { ExposureManager } from './exposure-manager.ts';
import { type Grouping, groupsOf } from './grouping.ts';

/** `count` groups of these members each. */
const groupsOfMembers = (count: number, ...members: readonly string[]): Record<string, readonly string[]> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${members[0]}-${index}`, members]));

const issuesOf = (grouping: Grouping): readonly string[] => {
  try {
    checkGrouping(grouping);
    return [];
  } catch (error) {
    if (!ConfigError.isInstance(error)) throw error;
    return error.issues.map(({ path, message }) => `${path}: ${message}`);
  }
};

test('a market may be in 12 groups, and not in 13', () => {
  expect(issuesOf({ groups: groupsOfMembers(12, 'BTC') })).toEqual([]);
  expect(issuesOf({ groups: { ...groupsOfMembers(12, 'BTC'), ...groupsOfMembers(12, 'ETH') } })).toEqual([]);
  expect(issuesOf({ groups: groupsOfMembers(13, 'BTC', 'ETH/USDT') })).toEqual([
    'groups: BTC is in 13 groups; at most 12 can be counted',
    'groups: ETH/USDT is in 13 groups; at most 12 can be counted',
  ]);
});

test('groups of the symbol, its base asset and what that is an alias of count together', () => {
  const groups = {
    ...groupsOfMembers(5, 'WBTC/USDT'),
    ...groupsOfMembers(4, 'WBTC'),
    ...groupsOfMembers(4, 'BTC'),
  };
  expect(issuesOf({ groups })).toEqual([]);
  const grouping = { groups, aliases: { WBTC: 'BTC' } };
  expect(groupsOf({ symbol: 'WBTC/USDT' }, grouping)).toHaveLength(13);
  expect(issuesOf(grouping)).toEqual(['groups: WBTC/USDT is in 13 groups; at most 12 can be counted']);
  const byAsset = { ...groupsOfMembers(7, 'WBTC'), ...groupsOfMembers(6, 'BTC') };
  expect(groupsOf({ symbol: 'WBTC/EUR' }, { groups: byAsset, aliases: { WBTC: 'BTC' } })).toHaveLength(13);
  expect(issuesOf({ groups: byAsset, aliases: { WBTC: 'BTC' } })).toEqual([
    'groups: WBTC is in 13 groups; at most 12 can be counted',
  ]);
  const unnamed = { groups: groupsOfMembers(13, 'BTC'), aliases: { WBTC: 'BTC' } };
  expect(issuesOf(unnamed)).toHaveLength(2);
});

test('names that fit no key are refused', () => {
  const long = 'ü'.repeat(34);
  expect(issuesOf({ groups: { [long]: ['BTC'], ['ü'.repeat(33)]: ['BTC'] } })).toEqual([
    expect.stringMatching(/^groups\.ü{20}: the name fits no key/),
  ]);
  expect(issuesOf({ groups: { '\uD800': ['BTC'] }, aliases: { X: long } })).toHaveLength(2);
});

test('gate and manager refuse when they are made', () => {
  const groups = groupsOfMembers(13, 'BTC');
  expect(() => startGate({ groups })).toThrow(ConfigError);
  expect(() => new ExposureManager({ store: memoryStore(), groups })).toThrow(/at most 12 can be counted/);
});
