import { TradingLatches } from '@tradewarden/core';
import { OrderJournal, type Reconciliation, type ReconcilePoint } from '@tradewarden/executor';
import { afterEach, describe, expect, test } from 'vitest';
import { chosen } from './chosen.ts';
import type { WireDeath } from './exchange-house.ts';
import { book, bought, closeLines, held, isGuarded, judge, type OrderLine, setUp } from './order-scene.ts';
import { processEngines } from './process-engines.ts';

afterEach(closeLines);

interface Death {
  readonly point?: readonly [ReconcilePoint, number];
  readonly wire?: WireDeath;
}

const points: readonly (readonly [ReconcilePoint, number])[] = [
  ['read', 1],
  ['learned', 1],
  ['read', 2],
  ['learned', 2],
  ['latched', 1],
  ['recorded', 1],
];
const calls = ['openOrders', 'fillsSince', 'positions', 'balances', 'lookup'] as const;
const deaths: readonly Death[] = [
  ...points.map((point) => ({ point })),
  ...calls.map((method) => ({ wire: { when: 'after' as const, nth: 1, method } })),
];

const nameOf = ({ point, wire }: Death): string =>
  wire === undefined ? `at ${point?.join(' ')}` : `with the answer to ${wire.method} on the wire`;

/** Whoever traded is dead; the entry has filled since, its far leg was taken back by hand, and a stranger has bought as well. */
async function left(place: () => Promise<string>): Promise<OrderLine> {
  const line = await setUp({ place, farPercent: '50' });
  const { house, clock, store, decisionId } = line;
  house.begin(line.words);
  const journal = new OrderJournal({ store, book });
  let answered = 0;
  const look = async (): Promise<void> => {
    const orders = (await journal.find(decisionId))?.orders ?? [];
    answered = orders.filter(({ facts }) => facts.some(({ kind }) => kind === 'seen')).length;
  };
  await house.until('entered', () => {
    void look();
    return answered === 2;
  });
  await house.close();
  house.move('42100');
  const { symbol } = house.instrument;
  const far = house.exchange.openOrders().find(({ side, reduceOnly }) => side === 'BUY' && !reduceOnly);
  if (far === undefined) throw new Error('no far leg is open');
  house.exchange.cancel(far, clock.now());
  house.exchange.submit(
    {
      clientOrderId: 'stranger',
      symbol,
      side: 'BUY',
      quantity: '0.001',
      instruction: { kind: 'market' },
      reduceOnly: false,
      validUntil: Number.MAX_SAFE_INTEGER,
    },
    clock.now(),
  );
  return line;
}

const { engines } = processEngines();

describe.each(engines)('on %s', (engine, place) => {
  test.each(chosen(deaths, engine === 'SQLite' ? 4 : 1).map((death) => [nameOf(death), death] as const))(
    'a reconciliation dies %s: the next finds the rest, and the one after it nothing new',
    { timeout: 120_000 },
    async (_, { point, wire }) => {
      const line = await left(place);
      const { house, words, store } = line;
      const before = house.exchange.ledger.length;
      const reconcile = words.slice(0, 2);
      await house.gone(house.begin([...reconcile, ...(point ?? []).map(String)], wire, 'reconcile'));
      expect(house.said).toEqual([]);
      for (let index = 0; index < 2; index += 1)
        await house.gone(house.begin(reconcile, undefined, 'reconcile'));
      const [second, third] = house.said as readonly Extract<Reconciliation, { status: 'complete' }>[];
      expect(second?.differences.map(({ kind }) => kind).toSorted()).toEqual([
        'POSITION_QTY_MISMATCH',
        'STOP_MISSING',
      ]);
      expect(third).toMatchObject({ status: 'complete', differences: second?.differences, fresh: [] });
      const { symbol } = house.instrument;
      const latch = await new TradingLatches({ store, book }).find({ symbol });
      expect(latch?.state).toBe('REDUCING');
      // It sends and cancels nothing.
      expect(house.exchange.ledger).toHaveLength(before);
      expect(house.complaints.join('')).toBe('');
      // Whoever trades next guards what is ours, and nothing more is entered.
      house.begin(words);
      await house.until('guarded', () => house.exchange.openOrders().length === 4);
      const stop = house.exchange.openOrders().find(({ namespace }) => namespace === 'conditional');
      expect(
        held(line)
          .minus(stop?.quantity ?? '0')
          .toString(),
      ).toBe('0.001');
      expect(isGuarded(line, 3)).toBe(false);
      expect(bought(line)).toBe(3);
      expect((await judge(line, false)).violations).toEqual([]);
    },
  );
});
