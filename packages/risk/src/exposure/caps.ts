import { type Amount, type BuiltInCode, Decimal, type Measure } from '@tradewarden/core';
import type { Limits } from '../limits/limits.ts';

export const scopeKinds = ['symbol', 'baseAsset', 'side', 'group', 'source', 'venue', 'total'] as const;
/** What a cap adds up over. */
export type ScopeKind = (typeof scopeKinds)[number];

/** A limit on what is reserved and held together. */
export interface Cap {
  readonly id: string;
  readonly code: BuiltInCode;
  /** Key of its limit: a fraction of equity, or a number of positions. */
  readonly limit: string;
  readonly measure: Measure;
  readonly scope: ScopeKind;
  /** Names within the scope that it holds for; absent: all. */
  readonly only?: readonly string[];
  /** Over `exposure.onBreach`. */
  readonly onBreach?: 'resize' | 'reject';
  /** Facts without which it does not apply. */
  readonly needs?: readonly string[];
}

/** A cap of your own. */
export interface OwnCap {
  /** `vendor.name`; also the key of its limit. */
  readonly id: string;
  readonly measure: Measure;
  readonly scope: ScopeKind;
  /** Fraction of equity, or for `count` a number of positions. */
  readonly limit: Amount;
  readonly only?: readonly string[];
  readonly onBreach?: 'resize' | 'reject';
}

/** Caps that stand in every decision, limited or not. Add one here: a line, and its limit. */
const mainCaps: readonly Cap[] = [
  {
    id: 'exposure.asset',
    code: 'ASSET_EXPOSURE_EXCEEDED',
    limit: 'exposure.asset',
    measure: 'notional',
    scope: 'symbol',
  },
  {
    id: 'exposure.total',
    code: 'TOTAL_EXPOSURE_EXCEEDED',
    limit: 'exposure.total',
    measure: 'notional',
    scope: 'total',
  },
  { id: 'heat.total', code: 'CAP_EXCEEDED', limit: 'heat.total', measure: 'riskAtStop', scope: 'total' },
  {
    id: 'margin.total',
    code: 'MARGIN_INSUFFICIENT',
    limit: 'margin.total',
    measure: 'margin',
    scope: 'total',
    needs: ['instrument'],
  },
  {
    id: 'positions.max',
    code: 'TOO_MANY_POSITIONS',
    limit: 'positions.max',
    measure: 'count',
    scope: 'total',
  },
];

const families = { exposure: 'notional', heat: 'riskAtStop', margin: 'margin', positions: 'count' } as const;

/** Every cap that has a limit in the table, off ones included. */
export const caps: readonly Cap[] = [
  ...mainCaps,
  ...Object.entries(families).flatMap(([family, measure]) =>
    scopeKinds
      .map((scope): Cap => ({
        id: `${family}.${scope}`,
        code: 'CAP_EXCEEDED',
        limit: `${family}.${scope}`,
        measure,
        scope,
      }))
      .filter((cap) => !mainCaps.some((main) => main.measure === cap.measure && main.scope === cap.scope)),
  ),
];

/** The main caps, and of the others those that limit something, yours last. */
export const capsInForce = (limits: Limits, own: readonly OwnCap[]): readonly Cap[] => [
  ...caps.filter((cap) => mainCaps.includes(cap) || limits.decimal(cap.limit) !== undefined),
  ...own.map(({ id, measure, scope, only, onBreach }): Cap => ({
    id,
    code: 'CAP_EXCEEDED',
    limit: id,
    measure,
    scope,
    ...(only === undefined ? {} : { only }),
    ...(onBreach === undefined ? {} : { onBreach }),
  })),
];

export interface CapBasis {
  readonly limits: Limits;
  readonly equity: Decimal;
  readonly unitPlaces: number;
}

/** The cap in account currency, rounded down to the counting unit, or in positions; `undefined` when unlimited. */
export function capAmount(cap: Cap, { limits, equity, unitPlaces }: CapBasis): Decimal | undefined {
  const limit = limits.decimal(cap.limit);
  if (cap.measure === 'count') return limit?.round(0, 'floor');
  return limit === undefined ? undefined : Decimal.max(limit.times(equity).round(unitPlaces, 'floor'), 0);
}
