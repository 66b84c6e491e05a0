import { Decimal } from '@tradewarden/core';

/** Two places for people, half-even; `1` stays `1.00`. */
export function twoPlaces(value: Decimal | string): string {
  const rounded = Decimal.of(value).round(2, 'half-even').toString();
  const [whole = '0', fraction = ''] = rounded.split('.');
  return `${whole}.${fraction.padEnd(2, '0')}`;
}

/** A share of one as signed percent. */
export const signedPercent = (fraction: Decimal): string =>
  `${fraction.isNegative() ? '−' : '+'}${twoPlaces(fraction.abs().times(100))} %`;

const smallPercent = Decimal.of('0.1');

/** Percent at risk, up: two places, and four where two would say almost nothing. */
export function upToPercent(percent: string): string {
  const value = Decimal.of(percent);
  return value.gte(smallPercent) ? upToCent(percent) : value.round(4, 'ceil').toString();
}

/** Risk and cost round up. */
export const upToCent = (value: string): string => twoPlaces(Decimal.of(value).round(2, 'ceil'));
