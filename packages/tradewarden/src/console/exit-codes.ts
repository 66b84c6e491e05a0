/** What the program's exit codes mean. */
export const exitCodes = { done: 0, failed: 1, usage: 2, refused: 3, interrupted: 130 } as const;

const configurationCodes: ReadonlySet<string> = new Set([
  'ACCOUNT_MISMATCH',
  'CONFIG_INVALID',
  'POLICY_SUPERSEDED',
]);

/** Errors that another configuration mends: they end in `usage`. */
export const isConfigurationCode = (code: string | undefined): boolean =>
  code !== undefined && configurationCodes.has(code);
