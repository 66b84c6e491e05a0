import { VirtualClock } from '@tradewarden/core';
import { storeSuite } from '@tradewarden/testing';
import { beforeAll, describe, test } from 'vitest';
import { testServer } from '../test/test-server.ts';
import { postgresDriver } from './postgres-driver.ts';

const servers = testServer();

describe('postgresDriver keeps the laws', () => {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  let url = '';
  beforeAll(async () => {
    url = await servers.database();
  });
  storeSuite(test, {
    open: async (name) => postgresDriver({ url, schema: name.replace('-', '_'), clock }),
    clock,
    durable: true,
  });
});
