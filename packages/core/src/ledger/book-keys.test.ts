import { expect, test } from 'vitest';
import { capCounter, counterKey } from './book-keys.ts';

test('every scope and measure has a counter of its own, whatever its name holds', () => {
  const scopes = [
    'total',
    { symbol: 'BTC/USDT' },
    { symbol: 'total' },
    { baseAsset: 'BTC' },
    { side: 'LONG' },
    { group: 'majors' },
    { source: 'BTC' },
    { venue: 'BTC' },
  ] as const;
  const names = scopes.flatMap((scope) =>
    (['notional', 'margin', 'riskAtStop', 'count'] as const).map((measure) => capCounter(scope, measure)),
  );
  expect(new Set(names).size).toBe(names.length);
  expect(capCounter('total', 'margin')).toBe('total/margin');
  expect(capCounter({ symbol: 'BTC/USDT' }, 'notional')).toBe('symbol/BTC%2FUSDT/notional');
  expect(capCounter({ group: 'a/b' }, 'count')).toBe('group/a%2Fb/count');
  expect(counterKey({ account: 'main', mode: 'notify' }, capCounter({ side: 'SHORT' }, 'count'))).toBe(
    'main/notify/exp/side/SHORT/count',
  );
});
