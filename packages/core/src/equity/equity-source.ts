import type { DecimalString } from '../domain/trade-plan.ts';

/** What an account was worth at one moment, in account currency. */
export interface EquityReading {
  /** Cash and open profit at mark. May be negative. */
  readonly equity: DecimalString;
  /** All that was paid in less all that was taken out, since the source began to count: only its changes matter. */
  readonly netDeposits: DecimalString;
  /** When it was true, epoch ms. */
  readonly at: number;
}

export interface EquityRequest {
  /** Epoch ms. */
  readonly now: number;
  readonly signal: AbortSignal;
}

/** Where the equity of an account comes from: a venue, a simulated one, or the configuration. */
export interface EquitySource {
  readonly id: string;
  /** Whether gains and losses show in it. Of a fixed amount they do not, so nothing can be measured by it. */
  readonly measured: boolean;
  /** `undefined`: not known now. May throw, which means the same. */
  read(request: EquityRequest): Promise<EquityReading | undefined>;
}
