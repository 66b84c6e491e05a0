import { VirtualClock } from '@tradewarden/core';
import { storeSuite } from '@tradewarden/testing';
import { join } from 'node:path';
import { describe, test, vi } from 'vitest';
import { temporaryDirectory } from '../test/temporary-directory.ts';
import { sqliteDriver } from './sqlite-driver.ts';

describe('sqliteDriver keeps the laws', () => {
  const directory = temporaryDirectory();
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  vi.setConfig({ testTimeout: 120_000 });
  storeSuite(test, {
    open: async (name) => sqliteDriver({ path: join(directory, `${name}.db`), clock }),
    clock,
    durable: true,
    openCopy: async (path) => sqliteDriver({ path, clock }),
  });
});
