import { expect, test } from 'vitest';
import { planOf } from '../../test/runner-fixture.ts';
import { VirtualClock } from '../clock/virtual-clock.ts';
import type { CrashHook } from '../crash/crash-point.ts';
import type { TradePlan } from '../domain/trade-plan.ts';
import { Pipeline } from '../pipeline/pipeline.ts';
import { createRunner, type Runner } from '../runner/create-runner.ts';
import { memoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import { accountKey, readAccount } from './account-record.ts';
import { type AccountUnit, accountUnit } from './account-unit.ts';
import { exposureReport } from './ledger-report.ts';

const book = { account: 'main', mode: 'paper' } as const;
const clock = new VirtualClock(1000);

/** Adopts its policy, so that nothing but the unit stands in its way. */
function counting(store: Store, unit: AccountUnit | undefined, crash?: CrashHook): Runner {
  const pipeline = Pipeline.of<TradePlan>().stage<TradePlan>({
    name: 'gate',
    ...(unit === undefined ? {} : { unit }),
    run: (value) => ({ verdict: 'continue', value }),
  });
  const stops = crash === undefined ? {} : { crash };
  return createRunner({ pipeline, store, ...book, clock, adoptPolicy: true, ...stops });
}
const recorded = async (store: Store): Promise<AccountUnit | undefined> =>
  readAccount((await store.get([accountKey(book)]))[0]);

test('the first decision writes what the book counts in; looking does not, later ones do not', async () => {
  const store = memoryStore({ clock });
  const runner = counting(store, accountUnit('BTC'));
  await runner.preview(planOf('a'));
  expect(await recorded(store)).toBeUndefined();
  expect((await exposureReport(store, book)).unit).toBeUndefined();
  await runner.run(planOf('a'));
  const [first] = await store.get([accountKey(book)]);
  expect(first?.value).toEqual({ currency: 'BTC', unitPlaces: 8 });
  await runner.run(planOf('b'));
  expect((await store.get([accountKey(book)]))[0]?.version).toBe(first?.version);
  expect((await exposureReport(store, book)).unit).toEqual(accountUnit('BTC'));
});

test.each([accountUnit('BTC', 6), accountUnit('USDT', 8)])(
  'a process that counts in another unit decides, previews and reports nothing: %o',
  async (unit) => {
    const store = memoryStore({ clock });
    await counting(store, accountUnit('BTC')).run(planOf('a'));
    const other = counting(store, unit);
    const refused = {
      code: 'ACCOUNT_MISMATCH',
      message: `the account main in paper counts in 10^-8 BTC, this configuration in 10^-${unit.unitPlaces} ${unit.currency} (currency, unitPlaces); what is reserved cannot be counted again: set currency to BTC and unitPlaces to 8, or use another account`,
    };
    expect(await other.run(planOf('b'))).toMatchObject({ status: 'failed', error: refused });
    expect(await other.preview(planOf('b'))).toMatchObject({ status: 'failed', error: refused });
    await expect(other.runAll([planOf('b')])).rejects.toMatchObject(refused);
    await expect(exposureReport(store, book, unit)).rejects.toMatchObject(refused);
    expect((await store.head('main/audit')).last).toBe(2);
    expect(await recorded(store)).toEqual(accountUnit('BTC'));
  },
);

test('of processes that decide first at once one fixes the unit, and only its likes go on', async () => {
  const store = memoryStore({ clock });
  const units = [accountUnit('BTC'), accountUnit('BTC', 6), accountUnit('BTC'), accountUnit('BTC', 6)];
  const results = await Promise.all(
    units.map((unit, index) => counting(store, unit).run(planOf(`p${index}`))),
  );
  expect(results.filter(({ status }) => status === 'committed')).toHaveLength(2);
  expect(results.filter(({ error }) => error?.code === 'ACCOUNT_MISMATCH')).toHaveLength(2);
});

test('a unit that is fixed between evaluation and commit refuses the decision', async () => {
  const store = memoryStore({ clock });
  let decided = false;
  const late = counting(store, accountUnit('BTC', 6), async (point) => {
    if (point !== 'CP15' || decided) return;
    decided = true;
    await counting(store, accountUnit('BTC')).run(planOf('b'));
  });
  expect(await late.run(planOf('a'))).toMatchObject({ error: { code: 'ACCOUNT_MISMATCH' } });
  expect(await recorded(store)).toEqual(accountUnit('BTC'));
});

test('a pipeline that reserves nothing fixes nothing', async () => {
  const store = memoryStore({ clock });
  expect((await counting(store, undefined).run(planOf('a'))).status).toBe('committed');
  expect(await recorded(store)).toBeUndefined();
});
