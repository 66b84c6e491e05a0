import { type TradePlan, symbolParts } from '@tradewarden/core';

/** What belongs together, from configuration: correlation that is not named here is not counted by group caps. */
export interface Grouping {
  /** Members of each group: symbols, or base assets. A market may be in up to 12 groups. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** Other names of an asset, such as `{ WBTC: 'BTC' }`. */
  readonly aliases?: Readonly<Record<string, string>>;
}

/** The asset that a market is about, by its own name. */
export function baseAssetOf(symbol: string, { aliases = {} }: Grouping): string {
  const { base } = symbolParts(symbol);
  return Object.hasOwn(aliases, base) ? (aliases[base] ?? base) : base;
}

/** Names of the groups that a market is in. */
export function groupsOf({ symbol }: Pick<TradePlan, 'symbol'>, grouping: Grouping): readonly string[] {
  const names = new Set([symbol, symbolParts(symbol).base, baseAssetOf(symbol, grouping)]);
  return Object.entries(grouping.groups ?? {})
    .filter(([, members]) => members.some((member) => names.has(member)))
    .map(([name]) => name)
    .toSorted();
}
