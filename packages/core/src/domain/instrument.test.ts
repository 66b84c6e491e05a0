import { expect, test } from 'vitest';
import { defaultInstrument, settlementOf } from './instrument.ts';

test.each([
  ['BTC/USDT', 'linear', 'USDT'],
  ['BTC/USDT:USDT', 'linear', 'USDT'],
  ['BTC/USD:BTC', 'inverse', 'BTC'],
  ['ETHBTC', 'linear', 'BTC'],
])('%s is %s and settles in %s', (symbol, contract, currency) => {
  expect(settlementOf(defaultInstrument(symbol))).toEqual({ contract, currency });
});

test('what the instrument says wins over its symbol', () => {
  expect(settlementOf({ ...defaultInstrument('XBTUSD'), base: 'BTC', contract: 'inverse' })).toEqual({
    contract: 'inverse',
    currency: 'BTC',
  });
});
