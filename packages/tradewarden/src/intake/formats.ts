import { fromScannerAlert } from './scanner-alert.ts';

/** Turns one record of a foreign format into the shape of a native plan; pure. */
export type Adapter = (record: unknown) => unknown;

/** Add a format: one file with its adapter, one line here. */
export const formats: ReadonlyMap<string, Adapter> = new Map<string, Adapter>([
  ['native', (record) => record],
  ['scanner-alert', fromScannerAlert],
]);
