import {
  type Book,
  type Clock,
  commitSettled,
  CoreError,
  type Direction,
  type Ids,
  type Instrument,
  type SizedPlan,
  type Store,
  systemClock,
  systemIds,
} from '@tradewarden/core';
import type { ExecutionPlan } from '../plan-steps/execution-plan.ts';
import { checkDuplicateOrder, type DuplicateContext } from './check-duplicate-order.ts';
import { checkPrice, type PriceContext } from './check-price.ts';
import { enforceMaxPositionRisk, type RiskContext } from './enforce-max-position-risk.ts';
import { doubleFireKey, fireClaim } from './fire-claims.ts';
import type { SafeguardRefusal } from './safeguard-codes.ts';
import { type SafeguardLimits, safeguardLimits } from './safeguard-limits.ts';
import { validateOrderParameters } from './validate-order-parameters.ts';

export interface SafeguardsOptions {
  readonly store: Store;
  /** By which quotes are old; windows are counted by the store's. */
  readonly clock?: Clock;
  readonly ids?: Ids;
  /** Whose windows: those of the executor of this book; default `main`, `paper`, `sim`. */
  readonly book?: Book;
  readonly limits?: Partial<SafeguardLimits>;
}

export interface FireAnswer {
  readonly blocked: boolean;
  /** When the fire was that blocks, epoch ms of the store's clock; absent when the store could not be asked. */
  readonly firstSeenAt?: number;
}

/**
 * The safeguards one by one, for people who compose by hand; `OrderSafeguards` holds all of them against the entries of an
 * executor. A window that is claimed here keeps an executor's plans away, and the reverse.
 */
export class Safeguards {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #book: Book;
  readonly #limits: SafeguardLimits;

  /** @throws {ConfigError} a limit that is none. */
  constructor({ store, clock = systemClock, ids = systemIds, book, limits }: SafeguardsOptions) {
    this.#store = store;
    this.#clock = clock;
    this.#ids = ids;
    this.#book = book ?? { account: 'main', mode: 'paper', venue: 'sim' };
    this.#limits = safeguardLimits(limits);
  }

  /**
   * Claims the window of a symbol and direction, durably and for one of any number of callers; everybody else is blocked
   * until it is over, and so is everybody while the store does not answer. A try that is blocked extends nothing.
   * @throws {ConfigError} the window is not above 0.
   */
  async preventDoubleFire(
    symbol: string,
    direction: Direction,
    windowMinutes: number = this.#limits.windowMinutes,
  ): Promise<FireAnswer> {
    const windowMs = safeguardLimits({ windowMinutes }).windowMinutes * 60_000;
    const key = doubleFireKey(this.#book, symbol, direction);
    const owner = this.#ids.next('fire');
    try {
      for (;;) {
        const claim = await fireClaim(this.#store, this.#book, { key, owner, windowMs });
        if ('owner' in claim) return { blocked: true, firstSeenAt: claim.at };
        if ((await commitSettled(this.#store, claim)).ok) return { blocked: false };
      }
    } catch (error) {
      if (CoreError.isInstance(error)) return { blocked: true };
      throw error;
    }
  }

  /** Pure. A refusal, or `undefined`. */
  checkDuplicateOrder(context: DuplicateContext): SafeguardRefusal | undefined {
    return checkDuplicateOrder(context, this.#limits);
  }

  /** Pure. A refusal, or `undefined`. */
  enforceMaxPositionRisk(context: RiskContext): SafeguardRefusal | undefined {
    return enforceMaxPositionRisk(context, this.#limits);
  }

  /** Pure. A refusal, or `undefined`. */
  validateOrderParameters(
    plan: ExecutionPlan,
    instrument: Instrument,
    approved?: SizedPlan,
  ): SafeguardRefusal | undefined {
    return validateOrderParameters(plan, instrument, approved);
  }

  /** Collar, spread and age of a quote. A refusal, or `undefined`. */
  checkPrice(context: Omit<PriceContext, 'now'>): SafeguardRefusal | undefined {
    return checkPrice({ ...context, now: this.#clock.now() }, this.#limits);
  }
}
