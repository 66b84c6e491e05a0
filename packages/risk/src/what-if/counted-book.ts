import { Decimal, type Direction } from '@tradewarden/core';
import type { ClaimFact } from '../rules/internal-facts.ts';

/** A reservation as far as caps, conflicts and the double-fire window see it. */
export interface CountedPosition {
  /** Of the reservation. */
  readonly id: string;
  readonly planId: string;
  readonly source: string;
  readonly symbol: string;
  readonly direction: Direction;
  readonly at: number;
  /** When it is given back at the latest while nothing was ordered. */
  readonly expiresAt: number;
  /** What it takes of each counter. */
  readonly uses: ReadonlyMap<string, Decimal>;
}

/** One way in which the positions of an account and mode can have come about, counted in memory. */
export class CountedBook {
  readonly #held = new Map<string, CountedPosition>();
  readonly #sums = new Map<string, Decimal>();
  readonly #fired = new Map<string, ClaimFact>();

  take(position: CountedPosition): void {
    if (this.#held.has(position.id)) return;
    const { planId, at } = position;
    this.#held.set(position.id, position);
    this.#fired.set(sideOf(position), { planId, at });
    for (const [counter, amount] of position.uses) this.#sums.set(counter, this.used(counter).plus(amount));
  }

  giveBack(id: string): void {
    const position = this.#held.get(id);
    if (position === undefined) return;
    this.#held.delete(id);
    for (const [counter, amount] of position.uses) this.#sums.set(counter, this.used(counter).minus(amount));
  }

  holds(id: string): boolean {
    return this.#held.has(id);
  }

  held(): readonly CountedPosition[] {
    return [...this.#held.values()];
  }

  used(counter: string): Decimal {
    return this.#sums.get(counter) ?? Decimal.zero;
  }

  /** Live positions of a symbol on one side. */
  side(symbol: string, direction: Direction): number {
    return this.held().filter((position) => position.symbol === symbol && position.direction === direction)
      .length;
  }

  /** The last approval of a symbol and direction. */
  fired(of: Pick<CountedPosition, 'symbol' | 'direction'>): ClaimFact | undefined {
    return this.#fired.get(sideOf(of));
  }

  copy(): CountedBook {
    const other = new CountedBook();
    for (const position of this.#held.values()) other.take(position);
    for (const [side, claim] of this.#fired) other.#fired.set(side, claim);
    return other;
  }
}

const sideOf = ({ symbol, direction }: Pick<CountedPosition, 'symbol' | 'direction'>): string =>
  `${direction} ${symbol}`;
