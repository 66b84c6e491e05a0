import {
  accountKey,
  accountPuts,
  type AccountUnit,
  accountUnit,
  type Amount,
  applyingLatchKeys,
  bookKey,
  type BuiltInCode,
  capCounter,
  type CapUse,
  commitSettled,
  counterKey,
  Decimal,
  ExposureLedger,
  type ExposureReport,
  exposureReport,
  latchesAmong,
  type Reservation,
  reserveParts,
  stateCode,
  type Store,
  unlatched,
} from '@tradewarden/core';
import { boundOf, capUses } from './cap-uses.ts';
import { scopesOf } from './cap-scopes.ts';
import { checkGrouping } from './check-grouping.ts';
import type { Grouping } from './grouping.ts';
import { notNegative, positionAmounts, type PositionDetails } from './position-amounts.ts';

export interface ExposureManagerOptions extends Grouping {
  readonly store: Store;
  readonly account?: string;
  /** What values and balances are in; default `USDT`. */
  readonly currency?: string;
  /** Counters hold 10^-unitPlaces of the currency, 0 to 8; default 8 for bitcoin, 6 otherwise. */
  readonly unitPlaces?: number;
  /** Fraction of the balance; default 0.05. */
  readonly maxPerAsset?: Amount;
  /** Fraction of the balance; default 0.10. */
  readonly maxTotal?: Amount;
}

/** Amounts in account currency as decimal text, of the cap that binds. */
export interface CapacityAnswer {
  readonly allowed: boolean;
  readonly used: string;
  readonly limit: string;
  readonly headroom: string;
  /** Why nothing may be taken, when it is not for want of capacity: a latched trading state. */
  readonly code?: BuiltInCode;
}

interface Position extends PositionDetails {
  readonly id: string;
  readonly symbol: string;
  readonly value: Decimal;
}

const attempts = 20;
const nowhere = { venue: 'none', source: 'exposure-manager' };
/** Far enough: a position taken by hand is given back by hand. */
const never = 999_999_999_999_999;

/**
 * The exposure ledger for people who compose by hand: the same counters and recipes as the gate, in the book
 * `<account>/notify`. Everything is in the store; any number of managers, in any process, see the same.
 * Every method throws {@link InvalidNumberError} for amounts that are negative or not a number, and
 * {@link AccountError} where the book counts in another currency or unit; {@link removePosition} gives back in any.
 */
export class ExposureManager {
  readonly #store: Store;
  readonly #book: { readonly account: string; readonly mode: 'notify' };
  readonly #unit: AccountUnit;
  readonly #grouping: Grouping;
  readonly #maxPerAsset: Decimal;
  readonly #maxTotal: Decimal;

  constructor(options: ExposureManagerOptions) {
    const { store, account = 'main', maxPerAsset = '0.05', maxTotal = '0.1' } = options;
    this.#store = store;
    this.#book = { account, mode: 'notify' };
    this.#unit = accountUnit(options.currency ?? 'USDT', options.unitPlaces);
    this.#grouping = { groups: options.groups ?? {}, aliases: options.aliases ?? {} };
    checkGrouping(this.#grouping);
    this.#maxPerAsset = notNegative(maxPerAsset, 'maxPerAsset');
    this.#maxTotal = notNegative(maxTotal, 'maxTotal');
  }

  /** A preview: only {@link reserve} is binding. */
  async checkPerAssetLimit(symbol: string, value: Amount, balance: Amount): Promise<CapacityAnswer> {
    return this.#answer(capCounter({ symbol }, 'notional'), this.#maxPerAsset, value, balance);
  }

  /** A preview: only {@link reserve} is binding. */
  async checkTotalExposure(value: Amount, balance: Amount): Promise<CapacityAnswer> {
    return this.#answer(capCounter('total', 'notional'), this.#maxTotal, value, balance);
  }

  /** What may still be taken of a symbol: the smaller of its own and the total headroom. */
  async getAvailableCapacity(symbol: string, balance: Amount): Promise<string> {
    return (await this.#binding(symbol, 0, balance)).headroom;
  }

  /** Takes capacity in one atomic commit, as the gate does; an id that is held changes nothing, nothing is taken under a latch. */
  async reserve(
    id: string,
    symbol: string,
    value: Amount,
    balance: Amount,
    details: PositionDetails = {},
  ): Promise<CapacityAnswer> {
    return this.#take(
      { id, symbol, value: notNegative(value, 'value'), ...details },
      notNegative(balance, 'balance'),
    );
  }

  /** Counts a position that exists already, whatever the caps say. @throws {Error} it is not counted. */
  async addPosition(id: string, symbol: string, value: Amount, details: PositionDetails = {}): Promise<void> {
    const { allowed } = await this.#take(
      { id, symbol, value: notNegative(value, 'value'), ...details },
      undefined,
    );
    if (!allowed)
      throw new Error(
        `${id} is not counted: a counter of ${symbol} is full, or changed ${attempts} times in a row`,
      );
  }

  /** Gives back what `reserve` or `addPosition` took under this id, which may be used again. */
  async removePosition(id: string): Promise<void> {
    await new ExposureLedger({ store: this.#store, book: this.#book }).release(
      id,
      'removed',
      this.#store.now(),
    );
  }

  getCurrentExposure(): Promise<ExposureReport> {
    return exposureReport(this.#store, this.#book, this.#unit);
  }

  async #answer(counter: string, fraction: Decimal, value: Amount, balance: Amount): Promise<CapacityAnswer> {
    const asked = notNegative(value, 'value');
    const { unitPlaces } = this.#unit;
    const [account] = await this.#store.get([accountKey(this.#book)]);
    accountPuts(this.#book, this.#unit, account);
    const limit = fraction.times(notNegative(balance, 'balance')).round(unitPlaces, 'floor');
    const [units = 0] = await this.#store.counters([counterKey(this.#book, counter)]);
    const used = Decimal.fromInteger(units, unitPlaces);
    const headroom = Decimal.max(limit.minus(used), 0);
    return {
      allowed: asked.lte(headroom),
      used: used.toString(),
      limit: limit.toString(),
      headroom: headroom.toString(),
    };
  }

  /** Of the two caps the one with less room. */
  async #binding(symbol: string, value: Amount, balance: Amount): Promise<CapacityAnswer> {
    const asset = await this.checkPerAssetLimit(symbol, value, balance);
    const total = await this.checkTotalExposure(value, balance);
    return Decimal.of(total.headroom).lt(asset.headroom) ? total : asset;
  }

  async #take(position: Position, balance: Decimal | undefined): Promise<CapacityAnswer> {
    const { id, symbol, direction = 'LONG' } = position;
    const keys = [
      bookKey(this.#book, 'res', id),
      bookKey(this.#book, 'book', symbol),
      accountKey(this.#book),
    ] as const;
    const latchKeys = balance === undefined ? [] : applyingLatchKeys(this.#book, { ...nowhere, symbol });
    const basis = balance ?? Decimal.zero;
    const uses = this.#uses(position, balance);
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const [held, symbolBook, account, ...latched] = await this.#store.get([...keys, ...latchKeys]);
      const opening = accountPuts(this.#book, this.#unit, account);
      if (isLive(held?.value)) return { ...(await this.checkPerAssetLimit(symbol, 0, basis)), allowed: true };
      const code = stateCode(latchesAmong(latched));
      if (code !== undefined)
        return { ...(await this.#binding(symbol, position.value, basis)), allowed: false, code };
      const draft = { reservationId: id, planId: id, revision: 1, source: nowhere.source, symbol, direction };
      const parts = reserveParts(this.#book, { ...draft, uses, expiresAt: never }, symbolBook ?? null);
      const result = await commitSettled(this.#store, {
        checks: [
          { key: keys[0], version: held?.version ?? 0 },
          { key: keys[1], version: symbolBook?.version ?? 0 },
          { key: keys[2], version: account?.version ?? 0 },
          ...unlatched(latchKeys),
        ],
        adds: parts.adds,
        puts: [...parts.puts, ...opening],
      });
      if (result.ok) return { ...(await this.checkPerAssetLimit(symbol, 0, basis)), allowed: true };
      if (result.reason === 'bound')
        return { ...(await this.#binding(symbol, position.value, basis)), allowed: false };
    }
    return { ...(await this.#binding(symbol, position.value, basis)), allowed: false };
  }

  #uses(position: Position, balance: Decimal | undefined): readonly CapUse[] {
    const { symbol, direction = 'LONG' } = position;
    const amounts = positionAmounts(position.value, position);
    const { unitPlaces } = this.#unit;
    const most = (fraction: Decimal, of: Decimal): number => boundOf(fraction.times(of), unitPlaces);
    const bounds =
      balance === undefined
        ? []
        : [
            [capCounter('total', 'notional'), most(this.#maxTotal, balance)] as const,
            [capCounter({ symbol }, 'notional'), most(this.#maxPerAsset, balance)] as const,
          ];
    const scopes = scopesOf({ symbol, direction, source: nowhere.source }, nowhere, this.#grouping);
    return capUses({ scopes, amounts, bounds: new Map(bounds), unitPlaces });
  }
}

const isLive = (value: unknown): boolean => value !== undefined && (value as Reservation).state !== 'closed';
