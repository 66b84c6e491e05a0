import type { Clock, StoreDriver, Worker } from '@tradewarden/core';
import type { FaultRates } from '../fakes/driver-faults.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { Settle } from './simulated-messenger.ts';
import type { TraderSeams } from './simulated-trader.ts';

/** The state that a simulation runs on. */
export interface SimulatedState {
  /** One handle more; all of them see the same data. */
  readonly open: () => Promise<StoreDriver>;
  /** The machine loses its power. Absent: only processes die. */
  readonly crash?: () => Promise<void>;
  readonly close?: () => Promise<void>;
}

/** How the processes do their work. The right way is the default; tests of the simulation put mistakes in. */
export interface SimulationRecipes {
  /** Between the faults and the store, such as a driver with a mistake. */
  readonly driver: (driver: StoreDriver) => StoreDriver;
  /** Above the faults: what a process believes to talk to. */
  readonly handle: (driver: StoreDriver) => StoreDriver;
  /** Takes back an approved plan that has no order yet. */
  readonly withdraw: (process: SimulatedProcess, reservationId: string) => Promise<unknown>;
  readonly sweep: (process: SimulatedProcess) => Promise<unknown>;
  /** Places and follows orders; `seams` are for the default. */
  readonly trader: (process: SimulatedProcess) => Pick<Worker, 'drain'>;
  readonly traderSeams: Partial<TraderSeams>;
  readonly settle: Settle;
}

export interface SimulationOptions {
  readonly seed: number;
  /** Where the state is: called once, with the true time. Default: memory on a simulated disk. */
  readonly state?: (clock: Clock) => Promise<SimulatedState>;
  /** Whose books; needed when several simulations share one state. Default `main`. */
  readonly account?: string;
  /** Processes at the start. Default 3. */
  readonly processes?: number;
  /** Plans, each given to every process. Default 6. */
  readonly plans?: number;
  readonly faults?: FaultRates;
  readonly recipes?: Partial<SimulationRecipes>;
  /** Left out, by number: for shrinking a failing history. */
  readonly without?: { readonly plans: ReadonlySet<number>; readonly faults: ReadonlySet<number> };
  /** Keep every step, for people. */
  readonly keepHistory?: boolean;
}

/** What happened in a simulation, counted, so that nobody trusts one in which nothing happened. */
export interface SimulationCoverage {
  readonly turns: number;
  readonly decisions: number;
  readonly rejections: number;
  readonly orders: number;
  readonly fills: number;
  readonly deaths: number;
  readonly powerLosses: number;
  readonly lostAnswers: number;
  readonly refusedCalls: number;
  readonly retries: number;
  readonly duplicateSends: number;
  readonly duplicateMessages: number;
  readonly expiries: number;
  readonly clockJumps: number;
  readonly latchings: number;
}

export interface SimulationReport {
  readonly seed: number;
  /** Empty when every invariant held. */
  readonly violations: readonly string[];
  readonly coverage: SimulationCoverage;
  /** The same for the same seed and options, on every store. */
  readonly hash: string;
  /** Numbers of the faults that struck, in order. */
  readonly faults: readonly number[];
  readonly history: readonly string[];
}
