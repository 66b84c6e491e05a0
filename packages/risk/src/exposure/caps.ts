import { type BuiltInCode, Decimal, unitPlaces } from '@tradewarden/core';
import type { Limits } from '../limits/limits.ts';
import type { ExposureFact } from '../rules/internal-facts.ts';

/** A limit on what is reserved and held together, as a fraction of equity. Add one here: a line, and its counter. */
export interface Cap {
  readonly id: string;
  readonly code: BuiltInCode;
  readonly limit: string;
  readonly measure: 'notional' | 'riskAtStop';
  readonly scope: 'symbol' | 'total';
  used(exposure: ExposureFact): string;
}

export const caps: readonly Cap[] = [
  {
    id: 'exposure.asset',
    code: 'ASSET_EXPOSURE_EXCEEDED',
    limit: 'exposure.asset',
    measure: 'notional',
    scope: 'symbol',
    used: ({ symbolNotional }) => symbolNotional,
  },
  {
    id: 'exposure.total',
    code: 'TOTAL_EXPOSURE_EXCEEDED',
    limit: 'exposure.total',
    measure: 'notional',
    scope: 'total',
    used: ({ totalNotional }) => totalNotional,
  },
  {
    id: 'heat.total',
    code: 'CAP_EXCEEDED',
    limit: 'heat.total',
    measure: 'riskAtStop',
    scope: 'total',
    used: ({ totalRisk }) => totalRisk,
  },
];

/** The cap in account currency, rounded down to the counting unit; `undefined` when unlimited. */
export const capAmount = (cap: Cap, limits: Limits, equity: Decimal): Decimal | undefined =>
  limits.decimal(cap.limit)?.times(equity).round(unitPlaces, 'floor');
