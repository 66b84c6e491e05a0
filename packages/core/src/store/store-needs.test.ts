import { expect, test } from 'vitest';
import { StoreTooWeakError } from '../errors/store-errors.ts';
import { memoryStore } from './memory-store.ts';
import { assertStoreFits, type StoreNeeds } from './store-needs.ts';

const { description } = memoryStore();
const durabilities = ['none', 'process', 'host', 'replicated'] as const;
const sharings = ['process', 'host', 'network'] as const;

const refused = (
  durability: (typeof durabilities)[number],
  sharing: (typeof sharings)[number],
  needs: StoreNeeds,
): string => {
  try {
    assertStoreFits({ ...description, durability, sharing }, needs);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(StoreTooWeakError);
    expect(error).toMatchObject({ code: 'STORE_TOO_WEAK' });
    return (error as Error).message;
  }
};

test('an external venue needs durability host or better, whoever shares the store', () => {
  for (const sharing of sharings) {
    const accepted = durabilities.filter((level) => refused(level, sharing, { external: true }) === '');
    expect(accepted).toEqual(['host', 'replicated']);
    for (const level of durabilities) expect(refused(level, sharing, {})).toBe('');
  }
});

test('several processes need sharing host, several hosts sharing network', () => {
  const accepted = (processes: 'one' | 'host' | 'network'): readonly string[] =>
    sharings.filter((sharing) => refused('none', sharing, { processes }) === '');
  expect(accepted('one')).toEqual(['process', 'host', 'network']);
  expect(accepted('host')).toEqual(['host', 'network']);
  expect(accepted('network')).toEqual(['network']);
});

test('the refusal says what to change', () => {
  expect(refused('none', 'process', { external: true })).toContain('durability none: use the SQLite');
  expect(refused('host', 'host', { processes: 'network' })).toContain(
    'use the PostgreSQL store, or run on one',
  );
});
