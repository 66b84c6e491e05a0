import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect, test } from 'vitest';
import { StoreUnavailableError } from '../errors/store-errors.ts';
import { overriddenDriver } from '../../test/overridden-driver.ts';
import { memoryDriver } from './memory-driver.ts';
import { openStore } from './open-store.ts';

test('subscribers hear of every group: how many, how many refused, how long, and the error', async () => {
  const heard: unknown[] = [];
  const listen = (message: unknown): void => void heard.push(message);
  const driver = memoryDriver();
  const away = openStore(
    overriddenDriver(driver, { commit: () => Promise.reject(new StoreUnavailableError('away')) }),
  );
  const store = openStore(driver);
  const put = { puts: [{ key: 'k', value: 1 }] };
  await store.commit(put);
  subscribe('tradewarden:store:commit', listen);
  try {
    await Promise.all([store.commit(put), store.commit({ ...put, checks: [{ key: 'k', version: 0 }] })]);
    await expect(away.commit(put)).rejects.toThrow('away');
  } finally {
    unsubscribe('tradewarden:store:commit', listen);
  }
  await store.commit(put);
  expect(heard).toEqual([
    { store: 'memory', commits: 2, refused: 1, ms: expect.any(Number) as number },
    { store: 'memory', commits: 1, refused: 0, ms: expect.any(Number) as number, error: 'STORE_UNAVAILABLE' },
  ]);
});
