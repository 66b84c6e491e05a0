import { Decimal, exposureReport } from '@tradewarden/core';
import { sealAudit, verifyAudit } from '@tradewarden/core/audit';
import { runsOf } from '@tradewarden/testing';
import { seededFaults } from '@tradewarden/venue-sim/exchange';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Died, DyingExecutors } from '../test/dying-executors.ts';
import { orderLine, type OrderTestLine } from '../test/order-line.ts';
import { PriceWalk } from '../test/price-walk.ts';

interface Course {
  readonly seed: number;
  /** Share of calls that meet a fault. */
  readonly rate: number;
  /** One of a thousand points at which a process dies. */
  readonly deaths: number;
  readonly chance: fc.Stream<number>;
  readonly participation: string | undefined;
  readonly idReuse: 'never' | 'after-end';
  readonly moves: readonly number[];
  /** How long each of them takes. */
  readonly stepMs: number;
}

interface Walked {
  readonly line: OrderTestLine;
  readonly decisionId: string;
  readonly approved: string;
}

/** By stops, and by what a triggered one has become. */
const coveredBy = ({ exchange }: OrderTestLine): Decimal =>
  exchange
    .openOrders()
    .filter(({ instruction }) => instruction.kind === 'stop-market' || instruction.kind === 'market')
    .reduce((sum, { quantity, filledQuantity }) => sum.plus(quantity).minus(filledQuantity), Decimal.zero);

/** Two processes over one store and one exchange, killed at any point and begun again, while the price moves. */
async function walk(course: Course): Promise<Walked> {
  const { seed, rate, deaths, chance, participation, idReuse, moves, stepMs } = course;
  const line = orderLine({ idReuse, ...(participation === undefined ? {} : { participation }) });
  const crash = (): void => {
    if (deaths > 0 && Number(chance.next().value) < deaths) throw new Died();
  };
  let count = seed;
  const processes = new DyingExecutors(() =>
    line.executor({ venue: line.venue(seededFaults({ seed: (count += 1), rate })), crash }),
  );
  const react = async (): Promise<void> => {
    await processes.drain();
    const held = Decimal.of(line.exchange.positions()[0]?.quantity ?? '0');
    if (rate === 0 && deaths === 0) expect(coveredBy(line).gte(held)).toBe(true);
  };
  const { decisionId, sizing } = await line.approve();
  const market = new PriceWalk(line);
  for (const move of moves) await market.move(move, react, stepMs);
  // Then all goes well, the plan's hour passes, and the price goes to the stop and to the last target.
  const calm = line.executor();
  const drain = (): Promise<unknown> => calm.drain();
  for (let index = 0; index < 62; index += 1) await market.to(market.last, drain);
  const state = async (): Promise<string | undefined> => (await line.ledger.find(decisionId))?.state;
  for (let index = 0; index < 20 && (await state()) !== 'closed'; index += 1)
    await market.to(index < 10 ? -60 : 210, drain);
  expect(await state()).toBe('closed');
  return { line, decisionId, approved: sizing?.quantity ?? '0' };
}

const courses = fc.record({
  seed: fc.nat(1_000_000_000),
  rate: fc.constantFrom(0, 0.1, 0.3),
  deaths: fc.constantFrom(0, 50, 200),
  chance: fc.infiniteStream(fc.nat(999)),
  participation: fc.constantFrom(undefined, '0.000002', '0.000008'),
  idReuse: fc.constantFrom('never' as const, 'after-end' as const),
  moves: fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 3, maxLength: 16 }),
  stepMs: fc.constantFrom(400, 3000, 60_000),
});

it('whatever is lost, late or killed, nothing is entered twice or turned, and all is released in the end', async () => {
  const seen = { entered: 0, twice: 0, taken: 0 };
  await fc.assert(
    fc.asyncProperty(courses, async (course) => {
      const { line, decisionId, approved } = await walk(course);
      const accepted = line.entries('accepted').map(({ order }) => order);
      const ids = accepted.map(({ namespace, clientOrderId }) => `${namespace}/${clientOrderId}`);
      expect(new Set(ids).size).toBe(ids.length);
      const bought = accepted
        .filter(({ side }) => side === 'BUY')
        .reduce((sum, { quantity }) => sum.plus(quantity), Decimal.zero);
      expect(bought.lte(approved)).toBe(true);
      const fills = line.entries('filled');
      for (const { position } of fills) expect(Decimal.of(position.quantity).isNegative()).toBe(false);
      for await (const execution of line.executor().monitorExecution(decisionId)) {
        const known = execution.fills.map(({ tradeId }) => tradeId);
        expect(known.toSorted()).toEqual(fills.map(({ fill }) => fill.tradeId).toSorted());
      }
      expect(line.exchange.positions()).toEqual([]);
      expect(line.exchange.openOrders()).toEqual([]);
      expect(await exposureReport(line.store, line.book)).toMatchObject({
        total: { notional: '0', count: '0' },
        differences: [],
      });
      await sealAudit(line.store, 'main');
      expect((await verifyAudit(line.store, 'main')).ok).toBe(true);
      if (fills.length > 0) seen.entered += 1;
      if (line.entries('rejected').length > 0) seen.twice += 1;
      if (fills.some(({ order }) => order.instruction.kind === 'market')) seen.taken += 1;
    }),
    { numRuns: runsOf(150) },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
}, 600_000);
