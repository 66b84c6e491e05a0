import type { CrashPoint, StoreDriver } from '@tradewarden/core';
import { overriddenDriver } from '@tradewarden/testing';

/** What is in the commit whose answer is lost at a crash point of the store. */
const recordAt: Partial<Record<CrashPoint, string>> = {
  CP2: 'risk.decision',
  CP9: 'exposure.open',
  CP11: 'exposure.released',
  CP14: 'risk.decision',
};

/**
 * A driver whose process dies at a crash point of the store: `afterMs` after the commit was sent, which may have
 * been made then or not, or once it is made when that is absent. CP14 waits for a group of commits.
 */
export function dyingDriver(
  driver: StoreDriver,
  point: string,
  die: () => never,
  afterMs?: number,
): StoreDriver {
  const record = recordAt[point as CrashPoint];
  if (record === undefined) return driver;
  return overriddenDriver(driver, {
    commit: async (batch) => {
      const records = batch.flatMap(({ appends }) => appends);
      const isMeant =
        records.some(({ value }) => value.includes(`"type":"${record}"`)) &&
        (point !== 'CP14' || batch.length > 1);
      const sent = driver.commit(batch);
      if (!isMeant) return sent;
      if (afterMs === undefined) await sent;
      else for (const end = performance.now() + afterMs; performance.now() < end;) await turn();
      return die();
    },
  });
}

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
