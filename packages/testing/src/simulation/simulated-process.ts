import {
  type Book,
  type Clock,
  createRunner,
  type CrashHook,
  ExposureLedger,
  followUp,
  openStore,
  type Pause,
  Pipeline,
  type Runner,
  type SizedPlan,
  type Store,
  type StoreDriver,
  type TradePlan,
  type VirtualClock,
} from '@tradewarden/core';
import { type FaultPlan, SeededFaults } from '../fakes/driver-faults.ts';
import { faultyDriver } from '../fakes/faulty-driver.ts';
import type { BracketPort } from './bracket.ts';
import type { Actor, Scheduler } from './scheduler.ts';
import { simulatedGate } from './simulated-gate.ts';
import { messagesQueue } from './simulated-messenger.ts';
import { ordersQueue } from './simulated-trader.ts';
import type { SimulatedVenue } from './simulated-venue.ts';
import { SimulatedOutage, venuePort } from './venue-port.ts';

/** What a process needs of the world around it. */
export interface SimulatedSurroundings {
  readonly book: Book;
  readonly clock: VirtualClock;
  readonly scheduler: Scheduler;
  readonly venue: SimulatedVenue;
  /** A message arrives, by the id of its job. */
  readonly delivered: (id: string) => void;
}

/** One process of a simulation: real parts of core over ports that fail. */
export interface SimulatedProcess extends Actor {
  readonly book: Book;
  readonly store: Store;
  readonly clock: Clock;
  /** How far the clocks of two processes may be apart. */
  readonly skewMs: number;
  readonly pause: Pause;
  /** The process may die at every point that calls it. */
  readonly crash: CrashHook;
  readonly ledger: ExposureLedger;
  readonly runner: Runner;
  readonly venue: BracketPort;
  readonly channel: (id: string) => Promise<void>;
}

export interface ProcessOptions {
  readonly name: string;
  readonly driver: StoreDriver;
  readonly faults: FaultPlan;
  /** The process' clock is this far from the true time. */
  readonly offsetMs: () => number;
  readonly skewMs: number;
  /** Above the faults. */
  readonly handle?: (driver: StoreDriver) => StoreDriver;
}

export function startProcess(around: SimulatedSurroundings, options: ProcessOptions): SimulatedProcess {
  const { book, scheduler } = around;
  const { name, driver, skewMs, handle = (same) => same } = options;
  const actor: Actor = { name, gone: false };
  // A handle that breaks is a process that dies: nothing it waits for ever comes.
  const faults: FaultPlan = {
    next: (call) => {
      const fault = options.faults.next(call);
      if (fault === 'break-before' || fault === 'break-after') actor.gone = true;
      return fault;
    },
    turn: ({ method }, make) => scheduler.turn(actor, method, make),
  };
  const clock: Clock = { now: () => around.clock.now() + options.offsetMs(), sleep: never };
  const store = openStore(handle(faultyDriver(driver, faults)), { clock, deadlineClock: clock });
  const pause: Pause = () => scheduler.turn(actor, 'pause', async () => {});
  const crash: CrashHook = (point) =>
    scheduler.turn(actor, point, async () => {
      faults.next({ method: 'commit', writes: true });
    });
  const runner = createRunner({
    pipeline: simulatedPipeline(),
    store,
    account: book.account,
    mode: book.mode,
    venue: book.venue,
    clock,
    ids: { next: (prefix) => `${prefix}-${name}` },
    stopwatch: () => 0,
    pause,
    crash,
  });
  const channel = (id: string): Promise<void> =>
    scheduler.turn(actor, 'deliver', async () => {
      const fault = faults.next({ method: 'commit', writes: true });
      if (fault === undefined || fault === 'lose-answer' || fault === 'break-after') around.delivered(id);
      if (fault !== undefined) throw new SimulatedOutage('deliver');
    });
  const ledger = new ExposureLedger({ store, book, pause });
  const venue = venuePort(around.venue, actor, scheduler, faults);
  return Object.assign(actor, { book, store, clock, skewMs, pause, crash, ledger, runner, venue, channel });
}

/** Nothing goes wrong. */
export const noFaults: FaultPlan = new SeededFaults(0, { fail: 0, loseAnswer: 0, die: 0 });

const simulatedPipeline = (): Pipeline<TradePlan, SizedPlan> =>
  Pipeline.of<TradePlan>()
    .stage(simulatedGate())
    .followUp(
      followUp<SizedPlan>('place', ({ decision, value }, draft) => {
        if (value === undefined) return;
        const { decisionId } = decision;
        draft.enqueue(ordersQueue, {
          id: decisionId,
          payload: { decisionId },
          expiresAt: value.plan.expiresAt,
        });
      }),
    )
    .followUp(
      followUp<SizedPlan>('announce', ({ decision: { decisionId } }, draft) => {
        draft.enqueue(messagesQueue, { id: decisionId, payload: { decisionId } });
      }),
    );

/** Time limits never end a call: only the scheduler knows how long it takes. */
const never = (): Promise<never> => new Promise(() => {});
