import { Decimal } from '../domain/decimal.ts';
import type { EquityReading, EquityRequest, EquitySource } from './equity-source.ts';

/** How far a reading may be dated after now: clocks differ a little. */
export const readingSkewMs = 5000;

export type TrustedEquity =
  | { readonly status: 'trusted'; readonly reading: EquityReading }
  /** Neither good nor bad news: nothing is concluded from it. */
  | { readonly status: 'untrusted'; readonly reason: string };

/** Asks a source once; what fails, is no number, or dated after now is not trusted. Amounts come as plain text. Never throws. */
export async function readEquity(source: EquitySource, request: EquityRequest): Promise<TrustedEquity> {
  const untrusted = (reason: string): TrustedEquity => ({
    status: 'untrusted',
    reason: `${source.id}: ${reason}`,
  });
  let found: EquityReading | undefined;
  try {
    found = await source.read(request);
  } catch (error) {
    return untrusted(error instanceof Error ? error.message : String(error));
  }
  if (found === undefined) return untrusted('the equity is not known');
  const { at } = found;
  const [equity, netDeposits] = [Decimal.tryParse(found.equity), Decimal.tryParse(found.netDeposits)];
  if (equity === undefined) return untrusted(`equity ${found.equity} is not a number`);
  if (netDeposits === undefined) return untrusted(`netDeposits ${found.netDeposits} is not a number`);
  if (!Number.isSafeInteger(at)) return untrusted(`${String(at)} is no moment`);
  if (at > request.now + readingSkewMs) return untrusted(`dated ${at - request.now} ms after now`);
  return {
    status: 'trusted',
    reading: { equity: equity.toString(), netDeposits: netDeposits.toString(), at },
  };
}
