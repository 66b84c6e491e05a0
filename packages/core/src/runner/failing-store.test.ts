import { expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { StoreSchemaError, StoreUnavailableError, StoreUnknownError } from '../errors/store-errors.ts';
import { UnapprovedError } from '../errors/lifecycle-errors.ts';
import { memoryDriver } from '../store/memory-driver.ts';
import { memoryStore } from '../store/memory-store.ts';
import { openStore } from '../store/open-store.ts';
import type { CommitResult, DriverCommit, StoreDriver } from '../store/store-driver.ts';
import { exposureReport } from '../ledger/ledger-report.ts';
import { planOf, reservingPipeline } from '../../test/runner-fixture.ts';
import { createRunner, type Runner } from './create-runner.ts';

const committing = (
  driver: StoreDriver,
  commit: (batch: readonly DriverCommit[], driver: StoreDriver) => Promise<readonly CommitResult[]>,
): StoreDriver => ({
  specification: driver.specification,
  description: driver.description,
  get: (keys) => driver.get(keys),
  counters: (names) => driver.counters(names),
  scan: (query) => driver.scan(query),
  commit: (batch) => commit(batch, driver),
  read: (log, query) => driver.read(log, query),
  head: (log) => driver.head(log),
  close: () => driver.close(),
});

function over(
  commit: (batch: readonly DriverCommit[], driver: StoreDriver) => Promise<readonly CommitResult[]>,
): { readonly runner: Runner; readonly driver: StoreDriver } {
  const driver = memoryDriver();
  const store = openStore(committing(driver, commit));
  const runner = createRunner({
    pipeline: reservingPipeline(),
    store,
    account: 'main',
    mode: 'paper',
    clock: new VirtualClock(1000),
  });
  return { runner, driver };
}

test('state that keeps changing fails the run after 20 attempts, with nothing written', async () => {
  let attempts = 0;
  const { runner, driver } = over(async (batch) => {
    attempts += 1;
    return batch.map(() => ({ ok: false, reason: 'conflict', key: 'k', version: 1 }));
  });
  expect(await runner.run(planOf('a'))).toMatchObject({
    status: 'failed',
    error: { code: 'CAPACITY_CONFLICT' },
  });
  expect(attempts).toBe(20);
  expect(await driver.scan({ prefix: 'm', limit: 5 })).toEqual([]);
});

test('a store that is away fails the plan, and the next one passes when it is back', async () => {
  let away = true;
  const { runner } = over((batch, driver) =>
    away ? Promise.reject(new StoreUnavailableError('disk full')) : driver.commit(batch),
  );
  expect(await runner.run(planOf('a'))).toMatchObject({
    status: 'failed',
    error: { code: 'STORE_UNAVAILABLE', message: 'disk full' },
  });
  away = false;
  expect(await runner.run(planOf('a'))).toMatchObject({ status: 'committed', verdict: 'approved' });
});

test.each([true, false])(
  'a lost answer is settled by itself (applied: %s): one decision, one reservation',
  async (applied) => {
    let lost = 1;
    const { runner, driver } = over(async (batch, inner) => {
      if (lost === 0) return inner.commit(batch);
      lost -= 1;
      if (applied) await inner.commit(batch);
      throw new StoreUnknownError('connection reset');
    });
    expect(await runner.run(planOf('a'))).toMatchObject({ status: 'committed', verdict: 'approved' });
    expect(await exposureReport(openStore(driver), runner.book)).toMatchObject({
      total: { count: '1' },
      differences: [],
    });
  },
);

test('an answer that stays lost is told as such', async () => {
  const { runner } = over(() => Promise.reject(new StoreUnknownError('gone')));
  expect(await runner.run(planOf('a'))).toMatchObject({ status: 'failed', error: { code: 'STORE_UNKNOWN' } });
});

test('the errors of the contract carry their codes', async () => {
  await expect(memoryStore().commit({ adds: [{ counter: 'c', delta: 1 }] })).rejects.toMatchObject({
    code: 'STORE_MISUSE',
  });
  expect(new StoreSchemaError('newer')).toMatchObject({ code: 'STORE_SCHEMA', name: 'StoreSchemaError' });
  expect(new UnapprovedError('x')).toMatchObject({ code: 'PLAN_NOT_APPROVED', retryable: false });
});
