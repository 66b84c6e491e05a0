import { memoryStore, type Store, TradingLatches } from '@tradewarden/core';
import { expect, test } from 'vitest';
import { haltRestored } from './halt-restored.ts';

const accounts = Array.from({ length: 300 }, (_, index) => `a${index}`);
const stateOf = async (store: Store) =>
  (await new TradingLatches({ store, book: { account: 'a299', mode: 'live' } }).find('global'))?.state;

async function epochsOf(store: Store, account: string): Promise<number> {
  const log = await store.read(`${account}/audit`, { after: 0, limit: 100 });
  return log.filter(({ value }) => (value as { readonly type: string }).type === 'restore.epoch').length;
}

test('more accounts than one commit holds are halted, each with one record of each restore', async () => {
  const store = memoryStore();
  expect((await haltRestored(store, accounts, 'copy.db')).epoch).toBe(1);
  expect(await stateOf(store)).toBe('HALTED');
  for (const account of accounts) expect(await epochsOf(store, account)).toBe(1);
  expect((await haltRestored(store, accounts, 'copy.db')).epoch).toBe(2);
  for (const account of accounts) expect(await epochsOf(store, account)).toBe(2);
});

test('ended after any commit, it leaves a store that is halted', async () => {
  for (let allowed = 1; allowed <= 10; allowed += 1) {
    const store = memoryStore();
    let commits = 0;
    const ending = new Proxy(store, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        if (name === 'commit' && (commits += 1) > allowed) throw new Error('ended');
        return member.bind(target) as unknown;
      },
    });
    await expect(haltRestored(ending, accounts, 'copy.db')).rejects.toThrow('ended');
    expect(await stateOf(store)).toBe('HALTED');
  }
});
