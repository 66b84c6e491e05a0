/** The names of the original system, and what they set. */
const originalNames: Readonly<Record<string, string>> = {
  DEFAULT_ACCOUNT_BALANCE: 'balance',
  MAX_RISK_PER_TRADE: 'risk.perTrade',
  MAX_PER_ASSET_EXPOSURE: 'exposure.asset',
  MAX_TOTAL_EXPOSURE: 'exposure.total',
  LOG_LEVEL: 'logLevel',
};

/** `exposure.asset` → `TRADEWARDEN_EXPOSURE_ASSET`, `risk.perTrade` → `TRADEWARDEN_RISK_PER_TRADE`. */
const environmentName = (path: string): string =>
  `TRADEWARDEN_${path
    .replaceAll('.', '_')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toUpperCase()}`;

/** What the environment sets, by configuration path. The `TRADEWARDEN_` name wins over the original one. */
export function fromEnvironment(
  paths: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const take = (path: string, name: string): void => {
    const value = environment[name];
    if (value !== undefined && value !== '') found.set(path, value);
  };
  for (const [name, path] of Object.entries(originalNames)) take(path, name);
  for (const path of paths) take(path, environmentName(path));
  return found;
}
