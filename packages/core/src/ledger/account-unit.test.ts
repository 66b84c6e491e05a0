import { expect, test } from 'vitest';
import type { TradePlan } from '../domain/trade-plan.ts';
import { ConfigError } from '../errors/config-error.ts';
import { Pipeline } from '../pipeline/pipeline.ts';
import type { Stage } from '../pipeline/stage.ts';
import { planOf, start } from '../../test/runner-fixture.ts';
import { accountUnit } from './account-unit.ts';

test('bitcoin is counted in 10^-8, anything else in 10^-6, or as asked', () => {
  expect(['BTC', 'XBT', 'USDT', 'EUR'].map((currency) => accountUnit(currency).unitPlaces)).toEqual([
    8, 8, 6, 6,
  ]);
  expect([0, 8].map((places) => accountUnit('JPY', places).unitPlaces)).toEqual([0, 8]);
});

test.each([-1, 9, 1.5, Number.NaN, '6' as unknown as number])('places %s are refused', (places) => {
  expect(() => accountUnit('USDT', places)).toThrow(ConfigError);
  expect(() => accountUnit('USDT', places)).toThrow(/unitPlaces: expected a whole number from 0 to 8/);
});

const counting = (name: string, unit?: ReturnType<typeof accountUnit>): Stage<TradePlan> => ({
  name,
  ...(unit === undefined ? {} : { unit }),
  run: ({ planId, revision, source, symbol, direction, expiresAt, ...plan }, { ledger, draft }) => {
    const of = { planId, revision, source, symbol, direction, expiresAt };
    ledger.reserve(draft, { ...of, reservationId: name, uses: [] });
    return { verdict: 'continue', value: { ...of, ...plan } };
  },
});

test('the stages of a pipeline count in one unit, and a stage that reserves says which', async () => {
  const first = Pipeline.of<TradePlan>().stage(counting('first', accountUnit('USDT')));
  expect(first.stage(counting('second')).unit).toEqual({ currency: 'USDT', unitPlaces: 6 });
  expect(() => first.stage(counting('second', accountUnit('USDT', 8)))).toThrow(
    'second counts in 10^-8 USDT, a stage before it in 10^-6 USDT',
  );
  const silent = start(Pipeline.of<TradePlan>().stage(counting('silent')));
  await expect(silent.runner.run(planOf('a'))).rejects.toThrow(
    'a stage that reserves says what it counts in',
  );
});
