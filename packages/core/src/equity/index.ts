/** What an account is worth: where it comes from, and whether it can be trusted. */
export { configuredEquity } from './configured-equity.ts';
export type { EquityReading, EquityRequest, EquitySource } from './equity-source.ts';
export { readEquity, readingSkewMs, type TrustedEquity } from './read-equity.ts';
