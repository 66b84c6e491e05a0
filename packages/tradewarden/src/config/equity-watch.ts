import type { Clock, Mode, Store } from '@tradewarden/core';
import type { EquitySource } from '@tradewarden/core/equity';
import { EquityWatch } from '@tradewarden/risk';
import type { Settings } from './settings.ts';

/** What keeps the breakers of losses informed; `undefined`: the equity is the configured balance, which shows none. */
export function equityWatch(
  { equitySource, account, profile, limits }: Settings,
  {
    equity,
    ...line
  }: {
    readonly store: Store;
    readonly mode: Mode;
    readonly clock: Clock;
    readonly equity: EquitySource | undefined;
  },
): EquityWatch | undefined {
  if (equitySource !== 'venue' || equity === undefined) return undefined;
  return new EquityWatch({ ...line, source: equity, account, profile, limits });
}
