// The matching engine: entries of its ledger per second while a day of one-minute bars is walked, beside the same walk with no
// order on it, which is the floor.
import { type Candle, defaultInstrument } from '@tradewarden/core';
import { Exchange } from '@tradewarden/venue-sim/exchange';
import { median } from '../measure.ts';

const symbol = 'BTC/USDT';
const barMs = 60_000;
const bars = 1440;
const rounds = 7;

/** A price that swings by a few ticks around 100, the same each time. */
const candles: readonly Candle[] = Array.from({ length: bars }, (_, index) => {
  const middle = 100 + 5 * Math.sin(index / 40);
  const text = (price: number): string => price.toFixed(1);
  return {
    time: index * barMs,
    open: text(middle),
    high: text(middle + 1),
    low: text(middle - 1),
    close: text(middle),
    volume: '1000',
  };
});

interface Walked {
  readonly ms: number;
  readonly entries: number;
}

function walked(orders: number): Walked {
  const exchange = new Exchange({
    instruments: [{ ...defaultInstrument(symbol), tick: '0.1', step: '0.001' }],
    deposits: { USDT: '1000000' },
  });
  let count = 0;
  const started = performance.now();
  for (const candle of candles) {
    for (let order = 0; order < orders; order += 1) {
      count += 1;
      const isBuy = order % 2 === 0;
      exchange.submit(
        {
          clientOrderId: `o${count}`,
          symbol,
          side: isBuy ? 'BUY' : 'SELL',
          quantity: '0.01',
          instruction: {
            kind: 'limit',
            price: (Number(candle.open) + (isBuy ? -0.4 : 0.4)).toFixed(1),
            goodTill: candle.time + 2 * barMs,
          },
          reduceOnly: false,
          validUntil: candle.time + barMs,
        },
        candle.time,
      );
    }
    for (const _ of exchange.bar(symbol, candle, barMs));
  }
  return { ms: performance.now() - started, entries: exchange.ledger.length };
}

const results = Array.from({ length: rounds }, () => ({ floor: walked(0), loaded: walked(20) }));
const perSecond = median(results.map(({ loaded }) => (loaded.entries / loaded.ms) * 1000));
const floor = median(results.map(({ floor: { ms } }) => (bars / ms) * 1000));
const share = median(results.map(({ floor: none, loaded }) => loaded.ms / none.ms));
console.log(
  `exchange: ${perSecond.toFixed(0)} ledger entries/s (${results[0]?.loaded.entries} in ${bars} bars with 20 new orders each)`,
);
console.log(
  `a walk without orders: ${floor.toFixed(0)} bars/s; with them it takes ${share.toFixed(1)} times as long`,
);
