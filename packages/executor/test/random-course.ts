import { TradingLatches } from '@tradewarden/core';
import { checkVenueLedger, type LatchedTime, type LedgerVerdict } from '@tradewarden/testing';
import { seededFaults } from '@tradewarden/venue-sim/exchange';
import * as fc from 'fast-check';
import type { TradeExecutorOptions } from '../src/trade-executor.ts';
import type { ExecutionPoint } from '../src/submit/order-line.ts';
import { Died, DyingExecutors } from './dying-executors.ts';
import { ledgerPlans } from './ledger-plans.ts';
import { orderLine, type OrderTestLine } from './order-line.ts';
import { PriceWalk, tensAbove } from './price-walk.ts';

const lifeMs = 120_000;
const symbols = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT'];

export interface Course {
  readonly seed: number;
  /** Share of calls that meet a fault. */
  readonly rate: number;
  /** Of a thousand points, at how many a process dies. */
  readonly deaths: number;
  readonly chance: fc.Stream<number>;
  readonly participation: string | undefined;
  readonly idReuse: 'never' | 'after-end';
  readonly farPercent: string;
  readonly breakEvenAfter: number | undefined;
  /** Percent at which the stop follows the price. */
  readonly trailPercent: string | undefined;
  /** Tens of dollars that the price moves by, each in a second or a minute. */
  readonly moves: readonly number[];
  readonly stepMs: number;
  /** Before which moves the other plans are approved. */
  readonly plansAt: readonly number[];
  /** Whether the plans are of one symbol, of which the venue has one position. */
  readonly sharesSymbol: boolean;
  /** Before which move everything is halted. */
  readonly haltAt: number | undefined;
}

export const courses: fc.Arbitrary<Course> = fc.record({
  seed: fc.nat(1_000_000_000),
  rate: fc.constantFrom(0, 0, 0.1, 0.3),
  deaths: fc.constantFrom(0, 0, 50, 200),
  chance: fc.infiniteStream(fc.nat(999)),
  participation: fc.constantFrom(undefined, '0.00002', '0.0001'),
  idReuse: fc.constantFrom('never' as const, 'after-end' as const),
  farPercent: fc.constantFrom('0', '40'),
  breakEvenAfter: fc.constantFrom(undefined, 1),
  trailPercent: fc.constantFrom(undefined, undefined, '0.3'),
  moves: fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 3, maxLength: 12 }),
  stepMs: fc.constantFrom(400, 1000, 2500),
  plansAt: fc.array(fc.nat(6), { maxLength: 2 }),
  sharesSymbol: fc.boolean(),
  haltAt: fc.option(fc.nat(8), { nil: undefined }),
});

export interface Walked {
  readonly line: OrderTestLine;
  readonly verdict: LedgerVerdict;
  readonly deaths: number;
  readonly isLatched: boolean;
}

/**
 * Two processes over one store and one exchange work some plans while the price moves, calls meet faults, processes die
 * and are begun again, and trading is halted; then all goes well until everything is over. `changes` of all executors.
 */
export async function walkCourse(
  course: Course,
  changes: Partial<TradeExecutorOptions> = {},
): Promise<Walked> {
  const { rate, chance, participation, idReuse, farPercent, breakEvenAfter, trailPercent } = course;
  const line = orderLine({
    severalPlans: true,
    idReuse,
    ...(participation === undefined ? {} : { participation }),
  });
  const planning = {
    farPercent,
    ...(breakEvenAfter === undefined ? {} : { breakEvenAfter }),
    ...(trailPercent === undefined ? {} : { trailPercent }),
  };
  const market = new PriceWalk(line);
  let [count, deaths] = [course.seed, 0];
  const crash = (_point: ExecutionPoint): void => {
    if (course.deaths === 0 || Number(chance.next().value) >= course.deaths) return;
    deaths += 1;
    throw new Died();
  };
  const processes = new DyingExecutors(() => {
    count += 1;
    const venue = line.venue(seededFaults({ seed: count, rate }), market.market);
    return line.executor({ venue, crash, planning, ...changes });
  });
  const isFaulty = rate > 0 || course.deaths > 0;
  const approved = new Map<string, string>();
  const latches: LatchedTime[] = [];
  const from = line.clock.now();
  const approve = async (index: number): Promise<void> => {
    if (latches.length > 0) return;
    const tens = index * 20;
    const decision = await line.decide({
      planId: `plan-${index}`,
      symbol: symbols[course.sharesSymbol ? 0 : index] ?? '',
      createdAt: line.clock.now(),
      expiresAt: line.clock.now() + lifeMs,
      entry: { near: tensAbove(-tens / 10), far: tensAbove(-17) },
      stop: { price: tensAbove(-45 + index) },
    });
    // What is unprotected counts with its whole value, which may leave no room.
    if (decision === undefined || decision.verdict === 'rejected') return;
    const { decisionId, sizing } = decision;
    approved.set(decisionId, sizing?.quantity ?? '0');
  };
  await approve(0);
  for (const [index, move] of course.moves.entries()) {
    for (const [which, at] of course.plansAt.entries()) if (at === index) await approve(which + 1);
    if (course.haltAt === index) {
      const actor = { kind: 'process', id: 'test' } as const;
      const halt = { cause: 'operator', state: 'HALTED', reason: 'course', actor } as const;
      await new TradingLatches(line).latch({ scope: 'global', ...halt, at: line.clock.now() });
      latches.push({ from: line.clock.now() });
    }
    await market.move(move, processes.drain, course.stepMs);
  }
  await processes.stop();
  const calm = line.executor({ venue: line.venue(undefined, market.market), planning, ...changes });
  const drain = (): Promise<unknown> => calm.drain();
  // Longer than a lease of the dead, the bound of what was unanswered and its two reads.
  for (let index = 0; index < 24; index += 1) await market.to(market.last, drain, 1000);
  const recovered = line.clock.now();
  for (const end = recovered + lifeMs; line.clock.now() <= end;) await market.to(market.last, drain);
  // What was never placed has ended with its plan.
  await line.ledger.sweep(line.clock.now());
  for (const to of [-60, 210])
    for (let index = 0; index < 60 && (index < 2 || !isFlat(line)); index += 1) await market.to(to, drain);
  await drain();
  const verdict = checkVenueLedger({
    ledger: line.exchange.ledger,
    plans: await ledgerPlans(line, calm.journal, approved),
    instruments: line.instruments,
    until: line.clock.now(),
    latches,
    // A request that was under way when trading was halted may still arrive.
    underWayMs: rate > 0 ? 5000 : 0,
    excused: isFaulty ? [{ from, to: recovered }] : [],
    isOurs: (id) => id.startsWith('tw'),
    isOver: true,
  });
  return { line, verdict, deaths, isLatched: latches.length > 0 };
}

const isFlat = ({ exchange }: OrderTestLine): boolean => exchange.positions().length === 0;
