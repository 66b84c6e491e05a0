import {
  type AccountUnit,
  accountUnit,
  type Amount,
  type Book,
  ExposureLedger,
  type Mode,
  type Reservation,
  type Store,
} from '@tradewarden/core';
import { scopesOf } from './cap-scopes.ts';
import { capUses } from './cap-uses.ts';
import { checkGrouping } from './check-grouping.ts';
import type { Grouping } from './grouping.ts';
import { positionAmounts, type PositionDetails } from './position-amounts.ts';

export interface ExternalPositionsOptions extends Grouping {
  readonly store: Store;
  readonly account: string;
  readonly mode: Mode;
  readonly venue: string;
  /** As the gate of the account has it; default `USDT`. */
  readonly currency?: string;
  readonly unitPlaces?: number;
}

/** What a venue holds of a symbol beside what this program made; amounts in account currency. */
export interface ExternalPosition extends PositionDetails {
  readonly value: Amount;
}

/**
 * Books exposure that was found at a venue, so that every cap of the gate counts it: each symbol as the open
 * reservation `external/<venue>/<symbol>`, even above a cap.
 */
export class ExternalPositions {
  readonly #ledger: ExposureLedger;
  readonly #book: Book;
  readonly #unit: AccountUnit;
  readonly #grouping: Grouping;

  /** @throws {ConfigError} groups or a unit that cannot be used. */
  constructor(options: ExternalPositionsOptions) {
    const { store, account, mode, venue } = options;
    this.#book = { account, mode, venue };
    this.#ledger = new ExposureLedger({ store, book: this.#book });
    this.#unit = accountUnit(options.currency ?? 'USDT', options.unitPlaces);
    this.#grouping = { groups: options.groups ?? {}, aliases: options.aliases ?? {} };
    checkGrouping(this.#grouping);
  }

  /**
   * What is held of a symbol by a complete answer of the venue, read at `at` (epoch ms); `undefined`: nothing.
   * Where the venue did not answer, say nothing. Saying the same twice changes nothing.
   * @throws {AccountError} the book counts in another unit. @throws {InvalidNumberError} negative or not a number.
   */
  record(symbol: string, held: ExternalPosition | undefined, at: number): Promise<Reservation | undefined> {
    const { venue } = this.#book;
    const { unitPlaces } = this.#unit;
    const exposure = { venue, symbol, at, unit: this.#unit };
    if (held === undefined) return this.#ledger.external(exposure);
    const { value, direction = 'LONG' } = held;
    const scopes = scopesOf({ symbol, direction, source: 'external' }, this.#book, this.#grouping);
    const amounts = positionAmounts(value, held);
    const uses = capUses({ scopes, amounts, bounds: new Map(), unitPlaces });
    return this.#ledger.external({ ...exposure, held: { direction, uses } });
  }
}
