import type { Execution } from './execution.ts';
import type { Reservation } from './reservation.ts';

/** Latches are looked up by what the execution says, so it must be one of this reservation. @throws {TypeError} */
export function assertSame({ symbol, source, reservationId }: Reservation, execution: Execution): void {
  if (execution.symbol === symbol && execution.source === source) return;
  throw new TypeError(`reservation ${reservationId} is of ${source} ${symbol}, its execution of another`);
}
