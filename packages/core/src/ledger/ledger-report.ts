import { Decimal } from '../domain/decimal.ts';
import type { Book } from '../domain/decision.ts';
import type { Store } from '../store/store.ts';
import { accountKey, accountPuts, readAccount } from './account-record.ts';
import { type AccountUnit, accountUnit } from './account-unit.ts';
import { bookKey, capCounter, type Measure } from './book-keys.ts';
import { counterValues } from './counter-values.ts';
import { liveReservations } from './live-reservations.ts';
import type { Reservation } from './reservation.ts';

export interface ExposureReport {
  /** What the amounts are in; absent before the first decision or reservation. */
  readonly unit?: AccountUnit;
  readonly total: Readonly<Record<Measure, string>>;
  /** Symbols with something reserved or held, by name. */
  readonly bySymbol: readonly {
    readonly symbol: string;
    readonly notional: string;
    readonly riskAtStop: string;
  }[];
  /** Counters that differ from the sum of the reservations behind them: none, unless something is broken. */
  readonly differences: readonly { readonly counter: string; readonly value: number; readonly sum: number }[];
}

const totals = (['notional', 'margin', 'riskAtStop', 'count'] as const).map((measure) =>
  capCounter('total', measure),
);

/** Every sum is 0 then. */
const nothingYet = accountUnit('USDT');

/**
 * Reads the live reservations and their counters, in account currency, and compares the two. Exact while nothing
 * writes. What has leaked with nothing live behind it shows in the totals; `checkLedger` reads everything.
 * @throws {AccountError} the book counts in another unit than is `expected`.
 */
export async function exposureReport(
  store: Store,
  book: Pick<Book, 'account' | 'mode'>,
  expected?: AccountUnit,
): Promise<ExposureReport> {
  const [account] = await store.get([accountKey(book)]);
  if (expected !== undefined) accountPuts(book, expected, account);
  const unit = readAccount(account);
  const sums = new Map<string, number>(totals.map((counter) => [counter, 0]));
  const symbols = new Set<string>();
  for await (const { symbol, uses } of liveReservations(store, book)) {
    symbols.add(symbol);
    for (const { counter, amount } of uses) sums.set(counter, (sums.get(counter) ?? 0) + amount);
  }
  const names = [...sums.keys()];
  const values = await counterValues(store, book, names);
  const amount = (counter: string, places = (unit ?? nothingYet).unitPlaces): string =>
    Decimal.fromInteger(sums.get(counter) ?? 0, places).toString();
  return {
    ...(unit === undefined ? {} : { unit }),
    total: {
      notional: amount(capCounter('total', 'notional')),
      margin: amount(capCounter('total', 'margin')),
      riskAtStop: amount(capCounter('total', 'riskAtStop')),
      count: amount(capCounter('total', 'count'), 0),
    },
    bySymbol: [...symbols].toSorted().map((symbol) => ({
      symbol,
      notional: amount(capCounter({ symbol }, 'notional')),
      riskAtStop: amount(capCounter({ symbol }, 'riskAtStop')),
    })),
    differences: names.flatMap((counter, index) => {
      const [value, sum] = [values[index] ?? 0, sums.get(counter) ?? 0];
      return value === sum ? [] : [{ counter, value, sum }];
    }),
  };
}

/** Every reservation of a book, closed ones too. */
export async function* reservations(
  store: Store,
  book: Pick<Book, 'account' | 'mode'>,
): AsyncGenerator<Reservation> {
  const prefix = `${bookKey(book, 'res')}/`;
  let after = '';
  for (;;) {
    const page = await store.scan({ prefix, limit: 500, ...(after === '' ? {} : { after }) });
    for (const { value } of page) yield value as unknown as Reservation;
    const last = page.at(-1);
    if (last === undefined || page.length < 500) return;
    after = last.key;
  }
}
