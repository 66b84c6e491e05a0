import { Decimal } from '../domain/decimal.ts';
import type { Book } from '../domain/decision.ts';
import type { Store } from '../store/store.ts';
import { bookKey, capCounter, type Measure } from './book-keys.ts';
import { counterValues } from './counter-values.ts';
import { liveReservations } from './live-reservations.ts';
import type { Reservation } from './reservation.ts';
import { unitPlaces } from './unit-places.ts';

export interface ExposureReport {
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

/**
 * Reads the live reservations and their counters, in account currency, and compares the two. Exact while nothing
 * writes. What has leaked with nothing live behind it shows in the totals; `checkLedger` reads everything.
 */
export async function exposureReport(
  store: Store,
  book: Pick<Book, 'account' | 'mode'>,
): Promise<ExposureReport> {
  const sums = new Map<string, number>(totals.map((counter) => [counter, 0]));
  const symbols = new Set<string>();
  for await (const { symbol, uses } of liveReservations(store, book)) {
    symbols.add(symbol);
    for (const { counter, amount } of uses) sums.set(counter, (sums.get(counter) ?? 0) + amount);
  }
  const names = [...sums.keys()];
  const values = await counterValues(store, book, names);
  const amount = (counter: string, places = unitPlaces): string =>
    Decimal.fromInteger(sums.get(counter) ?? 0, places).toString();
  return {
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
