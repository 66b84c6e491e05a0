import { bookKey, Decimal, type Execution, type Mode, type Store } from '@tradewarden/core';
import { type HitRate, hitRate } from './hit-rate.ts';
import { type Outcome, outcomeOf } from './outcome-of.ts';

export interface AnalyticsOptions {
  readonly store: Store;
  readonly account: string;
  readonly mode: Mode;
}

export interface ResultTotals {
  readonly executions: number;
  readonly unfilled: number;
  readonly open: number;
  readonly wins: number;
  readonly losses: number;
  readonly scratches: number;
  /** Sum of R, exact. */
  readonly totalR: Decimal;
  readonly profit: Decimal;
  readonly fees: Decimal;
  readonly hitRate: HitRate;
}

/** Reads the executions of a book and says what came of them, in R. */
export class Analytics {
  readonly #store: Store;
  readonly #prefix: string;

  constructor({ store, account, mode }: AnalyticsOptions) {
    this.#store = store;
    this.#prefix = `${bookKey({ account, mode }, 'execution')}/`;
  }

  async outcomes(): Promise<readonly Outcome[]> {
    const found: Outcome[] = [];
    for (let after = ''; ;) {
      const page = await this.#store.scan({
        prefix: this.#prefix,
        limit: 500,
        ...(after === '' ? {} : { after }),
      });
      for (const { value } of page) found.push(outcomeOf(value as unknown as Execution));
      const last = page.at(-1);
      if (last === undefined || page.length < 500) return found;
      after = last.key;
    }
  }

  async calculateHitRate(minimumSample = 1): Promise<HitRate> {
    return totalsOf(await this.outcomes(), minimumSample).hitRate;
  }

  /** R of every closed position, lowest first. */
  async getRrDistribution(): Promise<readonly Decimal[]> {
    const closed = (await this.outcomes()).flatMap(({ r }) => (r === undefined ? [] : [r]));
    return closed.toSorted((left, right) => left.compare(right));
  }

  /** Totals by the regime that the plan was made in. */
  async getRegimePerformance(): Promise<Readonly<Record<string, ResultTotals>>> {
    const outcomes = await this.outcomes();
    const regimes = [...new Set(outcomes.map(({ regime }) => regime))].toSorted((left, right) =>
      left < right ? -1 : 1,
    );
    return Object.fromEntries(
      regimes.map((name) => [name, totalsOf(outcomes.filter(({ regime }) => regime === name))]),
    );
  }

  async totals(): Promise<ResultTotals> {
    return totalsOf(await this.outcomes());
  }
}

export function totalsOf(outcomes: readonly Outcome[], minimumSample = 1): ResultTotals {
  const count = (result: Outcome['result']): number =>
    outcomes.filter((outcome) => outcome.result === result).length;
  const sum = (of: (outcome: Outcome) => Decimal | undefined): Decimal =>
    outcomes.reduce((total, outcome) => total.plus(of(outcome) ?? Decimal.zero), Decimal.zero);
  const [wins, losses] = [count('win'), count('loss')];
  return {
    executions: outcomes.length,
    unfilled: count('unfilled'),
    open: count('open'),
    wins,
    losses,
    scratches: count('scratch'),
    totalR: sum(({ r }) => r),
    profit: sum(({ profit }) => profit),
    fees: sum(({ fees }) => fees),
    hitRate: hitRate(wins, losses, minimumSample),
  };
}
