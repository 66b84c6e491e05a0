import { createRedactor } from '@tradewarden/core';
import { expect, test } from 'vitest';
import { postgresStore } from './postgres-store.ts';

test.each([
  { url: 'postgres://me:canary%2Fword-0123@127.0.0.1:1/x' },
  { host: '127.0.0.1', port: 1, user: 'me', password: 'canary/word-0123' },
  { url: 'postgres://127.0.0.1:1/x', listenUrl: 'postgres://me:canary%2Fword-0123@127.0.0.1:1/x' },
])('its password is known to the redactor before it is used: %#', async (options) => {
  const redactor = createRedactor();
  await expect(postgresStore.create({ ...options, connectTimeoutMs: 500 }, { redactor })).rejects.toThrow(
    /connect|ECONN|127/i,
  );
  for (const form of ['canary/word-0123', 'canary%2Fword-0123', btoa('canary/word-0123')])
    expect(redactor.text(`<${form}>`)).not.toContain('canary');
});

test('a password that is a common word or name stays one', async () => {
  const redactor = createRedactor();
  for (const url of [
    'postgres://me:postgres@127.0.0.1:1/x',
    'postgres://tradewarden:tradewarden@127.0.0.1:1/x',
  ])
    await expect(postgresStore.create({ url, connectTimeoutMs: 500 }, { redactor })).rejects.toThrow(
      /connect|ECONN|127/i,
    );
  expect(redactor.text('tradewarden on postgres')).toBe('tradewarden on postgres');
});
