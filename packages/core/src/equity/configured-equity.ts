import { type Amount, Decimal } from '../domain/decimal.ts';
import type { EquitySource } from './equity-source.ts';

/** A fixed amount, always true and never measured. @throws {InvalidNumberError} */
export function configuredEquity(amount: Amount): EquitySource {
  const equity = Decimal.of(amount, 'equity').toString();
  return Object.freeze({
    id: 'configuration',
    measured: false,
    read: async ({ now }) => ({ equity, netDeposits: '0', at: now }),
  } satisfies EquitySource);
}
