import { Decimal } from '@tradewarden/core';
import { runsOf } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { btc, linear, plainExchange } from '../../test/exchange-line.ts';
import { happening, play } from '../../test/random-session.ts';
import type { Exchange, LedgerEntry } from './index.ts';

const session = fc.array(happening, { minLength: 1, maxLength: 40 });
const settings = fc.record({
  participation: fc.option(fc.constantFrom('0.01', '0.0001'), { nil: undefined }),
  slippage: fc.constantFrom('0', '0.0005', '0.01'),
  funding: fc.constantFrom('0', '0.0001', '-0.0003'),
  deposit: fc.constantFrom('500', '10000', '1000000'),
});

const exchangeOf = ({
  participation,
  slippage,
  funding,
  deposit,
}: typeof settings extends fc.Arbitrary<infer T> ? T : never) =>
  plainExchange({
    ...(participation === undefined ? {} : { participation }),
    slippage,
    deposits: { USDT: deposit },
    fees: { maker: '0.0002', taker: '0.00055' },
    fundingRates: { [btc]: funding },
  });

const numRuns = runsOf(1000);

it('equity is what was paid in, less what was paid for what is held, at its mark', () => {
  fc.assert(
    fc.property(settings, session, (given, steps) => {
      const exchange = exchangeOf(given);
      play(exchange, steps, () => expect(exchange.equity('USDT')).toBe(equityByCash(exchange)));
    }),
    { numRuns },
  );
});

it('no order fills beyond its quantity, its limit, its end or its position', () => {
  fc.assert(
    fc.property(settings, session, (given, steps) => {
      const exchange = exchangeOf(given);
      play(exchange, steps, () => undefined);
      checkFills(exchange.ledger);
    }),
    { numRuns },
  );
});

it('time and sequence of the ledger never go back, and the same session gives the same ledger', () => {
  fc.assert(
    fc.property(settings, session, (given, steps) => {
      const [first, second] = [exchangeOf(given), exchangeOf(given)];
      for (const exchange of [first, second]) play(exchange, steps, () => undefined);
      expect(second.ledger).toEqual(first.ledger);
      for (const [index, entry] of first.ledger.entries()) {
        expect(entry.sequence).toBe(index + 1);
        expect(entry.at).toBeGreaterThanOrEqual(first.ledger[index - 1]?.at ?? 0);
      }
    }),
    { numRuns: runsOf(300) },
  );
});

/** Reckoned from cash alone, with no average prices and no realised profit; a debt forgiven at a liquidation counts as paid in. */
function equityByCash(exchange: Exchange): string {
  let cash = Decimal.zero;
  let held = Decimal.zero;
  for (const entry of exchange.ledger) {
    if (entry.kind === 'transfer' || entry.kind === 'funding') cash = cash.plus(entry.amount);
    if (entry.kind === 'forgiven') cash = cash.plus(entry.amount);
    if (entry.kind !== 'filled') continue;
    const { side, price, quantity, fee } = entry.fill;
    const change = side === 'BUY' ? Decimal.of(quantity) : Decimal.of(quantity).negated();
    held = held.plus(change);
    cash = cash.minus(change.times(price)).minus(fee);
  }
  const [position] = exchange.positions();
  expect(held.toString()).toBe(position?.quantity ?? '0');
  // Average prices are rounded to 18 places, so that the two ways differ by less than this.
  const sum = cash.plus(held.times(position?.markPrice ?? 0));
  return sum.minus(exchange.equity('USDT')).abs().lt('0.000000000001')
    ? exchange.equity('USDT')
    : sum.toString();
}

function checkFills(ledger: readonly LedgerEntry[]): void {
  const filled = new Map<string, Decimal>();
  const ended = new Set<string>();
  let position = Decimal.zero;
  for (const entry of ledger) {
    if (entry.kind === 'changed') ended.add(entry.order.venueOrderId);
    if (entry.kind !== 'filled') continue;
    const { fill, order } = entry;
    expect(ended.has(fill.venueOrderId)).toBe(false);
    const total = (filled.get(fill.venueOrderId) ?? Decimal.zero).plus(fill.quantity);
    filled.set(fill.venueOrderId, total);
    expect(total.toString()).toBe(order.filledQuantity);
    expect(total.lte(order.quantity)).toBe(true);
    expect(Decimal.of(fill.quantity).floorToStep(linear.step).eq(fill.quantity)).toBe(true);
    const { instruction } = order;
    if ('price' in instruction)
      expect(
        fill.side === 'BUY'
          ? Decimal.of(fill.price).lte(instruction.price)
          : Decimal.of(fill.price).gte(instruction.price),
      ).toBe(true);
    if (instruction.kind === 'limit' && instruction.goodTill !== undefined)
      expect(fill.at).toBeLessThan(instruction.goodTill);
    const before = position;
    position = position.plus(fill.side === 'BUY' ? fill.quantity : Decimal.of(fill.quantity).negated());
    if (order.reduceOnly) {
      expect(position.abs().lt(before.abs())).toBe(true);
      expect(position.isZero() || position.isNegative() === before.isNegative()).toBe(true);
    }
    expect(entry.position.quantity).toBe(position.toString());
  }
}
