import { StoreUnavailableError } from '@tradewarden/core';
import type { Row } from './connections.ts';

export const askWhetherStandby = 'SELECT pg_is_in_recovery() AS standby';

/** @throws {StoreUnavailableError} for a standby: it shows what was true a while ago, which is worse than nothing. */
export function assertPrimary(answer: readonly Row[] | undefined, location: string): void {
  if (answer?.[0]?.['standby'] === false) return;
  throw new StoreUnavailableError(
    `${location} is a standby, which may lag behind and cannot write; name the primary`,
  );
}
