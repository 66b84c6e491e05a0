import { memoryDriver, type StoreDriver, VirtualClock } from '@tradewarden/core';
import { describe, test } from 'vitest';
import { storeSuite } from './store-suite.ts';

describe('memoryDriver keeps the laws', () => {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const stores = new Map<string, StoreDriver>();
  const open = async (name: string): Promise<StoreDriver> => {
    const driver = stores.get(name) ?? memoryDriver({ clock });
    stores.set(name, driver);
    return driver;
  };
  storeSuite(test, { open, clock, durable: false });
});
