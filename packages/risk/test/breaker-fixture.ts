import {
  type Decision,
  memoryStore,
  type Store,
  TradingLatches,
  type TradePlan,
  VirtualClock,
} from '@tradewarden/core';
import type { EquityReading, EquitySource } from '@tradewarden/core/equity';
import { samplePlan } from '@tradewarden/testing';
import { EquityWatch, type EquityObservation } from '../src/breakers/equity-watch.ts';
import type { LimitOverrides } from '../src/limits/limits.ts';
import { startGate } from './gate-fixture.ts';

export const book = { account: 'main', mode: 'notify' } as const;
export const start: number = samplePlan().createdAt;

/** Nothing but breakers refuses. */
export const free: LimitOverrides = {
  'exposure.asset': 'unlimited',
  'exposure.total': 'unlimited',
  'heat.total': 'unlimited',
  'positions.max': 'unlimited',
  'fire.windowMs': 0,
};

/** A gate and a watch over one store, and an account whose worth a test says. */
export class BreakerFixture {
  readonly clock: VirtualClock = new VirtualClock(start);
  readonly store: Store = memoryStore({ clock: this.clock });
  now: EquityReading = { equity: '10000', netDeposits: '0', at: start };
  readonly source: EquitySource = { id: 'test', measured: true, read: async () => this.now };
  readonly latches: TradingLatches = new TradingLatches({ store: this.store, book });
  #count = 0;

  async decide(limits: LimitOverrides = {}, changes: Partial<TradePlan> = {}): Promise<Decision> {
    const { store, clock, source } = this;
    const gate = startGate({ equity: source, limits: { ...free, ...limits }, store, clock });
    this.#count += 1;
    return gate.decide({ planId: `plan-${this.#count}`, createdAt: clock.now(), ...changes });
  }

  observe(limits: LimitOverrides = {}): Promise<EquityObservation> {
    return new EquityWatch({
      ...book,
      store: this.store,
      source: this.source,
      limits,
      clock: this.clock,
    }).observe();
  }

  /** A second later the account is worth so much, and nobody has kept it yet. */
  worth(equity: string): void {
    this.clock.advance(1000);
    this.now = { equity, netDeposits: '0', at: this.clock.now() };
  }
}
