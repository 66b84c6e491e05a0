import {
  type Amount,
  applyingLatchKeys,
  bookKey,
  type BuiltInCode,
  capCounter,
  commitSettled,
  counterKey,
  Decimal,
  ExposureLedger,
  type ExposureReport,
  exposureReport,
  latchesAmong,
  reserveParts,
  stateCode,
  type Store,
  unitPlaces,
  unlatched,
} from '@tradewarden/core';

export interface ExposureManagerOptions {
  readonly store: Store;
  readonly account?: string;
  /** Fraction of the balance; default 0.05. */
  readonly maxPerAsset?: Amount;
  /** Fraction of the balance; default 0.10. */
  readonly maxTotal?: Amount;
}

/** Amounts in account currency as decimal text. */
export interface CapacityAnswer {
  readonly allowed: boolean;
  readonly used: string;
  readonly limit: string;
  readonly headroom: string;
  /** Why nothing may be taken, when it is not for want of capacity: a latched trading state. */
  readonly code?: BuiltInCode;
}

const attempts = 20;
const nowhere = { venue: 'none', source: 'exposure-manager' };
/** Far enough: a position taken by hand is given back by hand. */
const never = 999_999_999_999_999;

/** The exposure ledger for people who compose by hand: the same counters and recipes as the gate, in the book `<account>/notify`. */
export class ExposureManager {
  readonly #store: Store;
  readonly #book: { readonly account: string; readonly mode: 'notify' };
  readonly #maxPerAsset: Decimal;
  readonly #maxTotal: Decimal;

  constructor({ store, account = 'main', maxPerAsset = '0.05', maxTotal = '0.1' }: ExposureManagerOptions) {
    this.#store = store;
    this.#book = { account, mode: 'notify' };
    this.#maxPerAsset = Decimal.of(maxPerAsset, 'maxPerAsset');
    this.#maxTotal = Decimal.of(maxTotal, 'maxTotal');
  }

  /** A preview: only {@link reserve} is binding. */
  async checkPerAssetLimit(symbol: string, value: Amount, balance: Amount): Promise<CapacityAnswer> {
    return this.#answer(
      capCounter({ symbol }, 'notional'),
      this.#maxPerAsset.times(balance),
      Decimal.of(value, 'value'),
    );
  }

  async checkTotalExposure(value: Amount, balance: Amount): Promise<CapacityAnswer> {
    return this.#answer(
      capCounter('total', 'notional'),
      this.#maxTotal.times(balance),
      Decimal.of(value, 'value'),
    );
  }

  /** What may still be taken of a symbol: the smaller of its own and the total headroom. */
  async getAvailableCapacity(symbol: string, balance: Amount): Promise<string> {
    const asset = await this.checkPerAssetLimit(symbol, 0, balance);
    const total = await this.checkTotalExposure(0, balance);
    return Decimal.min(asset.headroom, total.headroom).toString();
  }

  /** Takes capacity in one atomic commit, as the gate does; the same id again changes nothing, nothing is taken under a latch. */
  reserve(id: string, symbol: string, value: Amount, balance: Amount): Promise<CapacityAnswer> {
    return this.#take(id, symbol, Decimal.of(value, 'value'), Decimal.of(balance, 'balance'));
  }

  /** Counts a position that exists already, whatever the caps say. */
  async addPosition(id: string, symbol: string, value: Amount): Promise<void> {
    await this.#take(id, symbol, Decimal.of(value, 'value'), undefined);
  }

  /** Gives back what `reserve` or `addPosition` took under this id. */
  async removePosition(id: string): Promise<void> {
    await new ExposureLedger({ store: this.#store, book: this.#book }).release(
      id,
      'removed',
      this.#store.now(),
    );
  }

  getCurrentExposure(): Promise<ExposureReport> {
    return exposureReport(this.#store, this.#book);
  }

  async #answer(counter: string, cap: Decimal, value: Decimal): Promise<CapacityAnswer> {
    const limit = cap.round(unitPlaces, 'floor');
    const [units = 0] = await this.#store.counters([counterKey(this.#book, counter)]);
    const used = Decimal.fromInteger(units, unitPlaces);
    const headroom = Decimal.max(limit.minus(used), 0);
    return {
      allowed: value.lte(headroom),
      used: used.toString(),
      limit: limit.toString(),
      headroom: headroom.toString(),
    };
  }

  async #take(
    id: string,
    symbol: string,
    value: Decimal,
    balance: Decimal | undefined,
  ): Promise<CapacityAnswer> {
    const amount = value.toInteger(unitPlaces, 'ceil');
    const most = (fraction: Decimal): { readonly max?: number } =>
      balance === undefined ? {} : { max: fraction.times(balance).toInteger(unitPlaces, 'floor') };
    const keys = [bookKey(this.#book, 'res', id), bookKey(this.#book, 'book', symbol)] as const;
    const latchKeys = balance === undefined ? [] : applyingLatchKeys(this.#book, { ...nowhere, symbol });
    const basis = balance ?? Decimal.zero;
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const [held, symbolBook, ...latched] = await this.#store.get([...keys, ...latchKeys]);
      if (held !== null && held !== undefined)
        return { ...(await this.checkPerAssetLimit(symbol, 0, basis)), allowed: true };
      const code = stateCode(latchesAmong(latched));
      if (code !== undefined)
        return { ...(await this.checkPerAssetLimit(symbol, value, basis)), allowed: false, code };
      const parts = reserveParts(
        this.#book,
        {
          reservationId: id,
          planId: id,
          revision: 1,
          source: nowhere.source,
          symbol,
          direction: 'LONG',
          uses: [
            { counter: capCounter('total', 'notional'), amount, ...most(this.#maxTotal) },
            { counter: capCounter({ symbol }, 'notional'), amount, ...most(this.#maxPerAsset) },
          ],
          expiresAt: never,
        },
        symbolBook ?? null,
      );
      const result = await commitSettled(this.#store, {
        checks: [
          { key: keys[0], version: 0 },
          { key: keys[1], version: symbolBook?.version ?? 0 },
          ...unlatched(latchKeys),
        ],
        ...parts,
      });
      const answer = await this.checkPerAssetLimit(symbol, 0, basis);
      if (result.ok) return { ...answer, allowed: true };
      if (result.reason === 'bound') return { ...answer, allowed: false };
    }
    return { ...(await this.checkPerAssetLimit(symbol, value, basis)), allowed: false };
  }
}
