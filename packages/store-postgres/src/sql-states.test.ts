import { StoreUnavailableError, StoreUnknownError } from '@tradewarden/core';
import { DatabaseError } from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { testServer } from '../test/test-server.ts';
import { connectionTarget } from './connection-target.ts';
import { Connections } from './connections.ts';
import { toFailure } from './failure.ts';
import { callLimits } from './postgres-driver.ts';
import { sqlStateOf, sqlStates } from './sql-states.ts';

const servers = testServer();

/** A condition of the class when the row is one for a whole class. */
const conditionOf = (code: string): string => code.padEnd(5, '0');

describe('what the server reports is turned into what to do', () => {
  let url = '';
  beforeAll(async () => {
    url = await servers.database();
  });

  test.each(sqlStates)('$code raised by the server: $outcome', async ({ code, outcome, sentence }) => {
    const connections = new Connections(connectionTarget({ url }), callLimits({}));
    const raise = `DO $$ BEGIN RAISE EXCEPTION 'raw text' USING ERRCODE = '${conditionOf(code)}'; END $$`;
    const failure: unknown = await connections.run('commit', raise).catch((error: unknown) => error);
    const reading: unknown = await connections.run('read', raise).catch((error: unknown) => error);
    await connections.close();
    const expected = outcome === 'unknown' ? StoreUnknownError : StoreUnavailableError;
    expect(failure).toBeInstanceOf(expected);
    expect(String(failure)).toContain(`${connections.location} ${sentence} (raw text)`);
    expect(reading).toBeInstanceOf(StoreUnavailableError);
  });
});

const databaseError = (code: string, severity: string) =>
  Object.assign(new DatabaseError('raw text', 8, 'error'), { code, severity });

test('of other conditions an ERROR is certain, what ends the connection is not', () => {
  const kinds = ['ERROR', 'FATAL', 'PANIC'].map(
    (severity) => toFailure(databaseError('99999', severity), 'commit', 'here').name,
  );
  expect(kinds).toEqual(['StoreUnavailableError', 'StoreUnknownError', 'StoreUnknownError']);
  expect(toFailure(new Error('Connection terminated'), 'commit', 'here').message).toBe(
    'here failed (Connection terminated); the commit may have been applied',
  );
  expect(toFailure(new Error('ECONNREFUSED'), 'connect', 'here').message).toBe(
    'here cannot be reached (ECONNREFUSED)',
  );
});

test('every code stands once, a condition beats its class', () => {
  expect(new Set(sqlStates.map(({ code }) => code)).size).toBe(sqlStates.length);
  expect(sqlStates.every(({ code }) => /^(?:[0-9A-Z]{2}|[0-9A-Z]{5})$/.test(code))).toBe(true);
  expect(sqlStateOf('28P01')?.code).toBe('28');
  expect(sqlStateOf('57014')?.code).toBe('57014');
  expect(sqlStateOf('57000')).toBeUndefined();
});
