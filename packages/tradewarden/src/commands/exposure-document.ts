import { type Book, Decimal, exposureReport, type Store } from '@tradewarden/core';
import { type Limits, resolveLimits } from '@tradewarden/risk';
import type { Settings } from '../config/settings.ts';

interface CapLine {
  readonly used: string;
  /** `'unlimited'`, or account currency. */
  readonly limit: string;
  readonly headroom: string;
}

/** The `exposure` of the run document. */
export interface ExposureDocument {
  readonly equity: string;
  readonly total: CapLine;
  readonly bySymbol: readonly ({ readonly symbol: string } & CapLine)[];
}

/** What is reserved and held, against the limits in force. */
export async function exposureDocument(
  store: Store,
  book: Pick<Book, 'account' | 'mode'>,
  settings: Settings,
): Promise<ExposureDocument> {
  const limits = resolveLimits(settings.profile, settings.limits);
  const report = await exposureReport(store, book, settings.gate);
  const line = (used: string, key: string): CapLine => capLine(used, key, limits, settings.balance);
  return {
    equity: Decimal.of(settings.balance).toString(),
    total: line(report.total.notional, 'exposure.total'),
    bySymbol: report.bySymbol.map(({ symbol, notional }) =>
      Object.assign({ symbol }, line(notional, 'exposure.asset')),
    ),
  };
}

function capLine(used: string, key: string, limits: Limits, balance: string): CapLine {
  const limit = limits.decimal(key)?.times(balance);
  if (limit === undefined) return { used, limit: 'unlimited', headroom: 'unlimited' };
  return { used, limit: limit.toString(), headroom: Decimal.max(limit.minus(used), 0).toString() };
}
