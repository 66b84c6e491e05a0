import type { Execution } from '../src/ledger/execution.ts';

/** An execution of `planOf(...)` with what the ledger looks at. */
export const executionOf = (decisionId: string, status: Execution['status']): Execution =>
  ({
    decisionId,
    reservationId: decisionId,
    source: 'test',
    symbol: 'BTC/USDT',
    book: { account: 'main', mode: 'paper', venue: 'none' },
    status,
    updatedAt: 5,
    fills: [],
  }) as never;
