import { expect, test } from 'vitest';
import { createApp } from '../app/app.ts';
import { type Secret, secret } from '../config/secret.ts';
import type { OptionsSchema } from '../config/standard-schema.ts';
import { REDACTOR, STORE } from '../plugin/tokens.ts';
import { createRedactor } from '../redaction/redactor.ts';
import { defineStore } from './define-store.ts';
import { memoryDriver } from './memory-driver.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';

const token = 'canary-"token"\\7/ü';

const noOptions: OptionsSchema<object> = {
  '~standard': { version: 1, vendor: 'test', validate: () => ({ value: {} }) },
};

async function leavesNoSecret(store: Store): Promise<void> {
  const value = { note: `sent with ${token}`, [token]: [encodeURIComponent(token)] };
  const result = await store.commit({
    checks: [{ key: 'k', version: 0 }],
    puts: [{ key: 'k', value }],
    appends: [{ log: 'l', value }],
  });
  expect(result.ok).toBe(true);
  const [entry] = await store.get(['k']);
  const [logged] = await store.read('l', { after: 0, limit: 1 });
  const clean = { note: 'sent with [redacted]', '[redacted]': ['[redacted]'] };
  expect(entry?.value).toEqual(clean);
  expect(logged?.value).toEqual(clean);
  expect(logged?.text).not.toContain('canary');
}

test('a secret that the store was told of is in no value, key of a value or audit record', async () => {
  await leavesNoSecret(openStore(memoryDriver(), { redactor: createRedactor([secret(token)]) }));
});

test('a secret that is part of a number, or follows an escape in the stored text, breaks no value', async () => {
  const redactor = createRedactor(['1764036000', 'nothing-else']);
  const store = openStore(memoryDriver(), { redactor });
  const value = {
    at: 1_764_036_000_123,
    text: '1764036000',
    lines: 'so\nothing-else',
    list: [-1_764_036_000],
  };
  await store.commit({
    puts: [{ key: 'k', value }],
    appends: [{ log: 'l', value }],
    checks: [{ key: 'k', version: 0 }],
  });
  const kept = { ...value, text: '[redacted]' };
  expect((await store.get(['k']))[0]?.value).toEqual(kept);
  expect((await store.read('l', { after: 0, limit: 1 }))[0]?.value).toEqual(kept);
});

test('an app gives its store the secrets of all plugins, also those named later', async () => {
  const plugin = defineStore({
    name: 'memory',
    version: '1',
    options: noOptions,
    open: async () => memoryDriver(),
  });
  await using app = createApp({ mode: 'notify' }).use(plugin({}));
  await app.start();
  app.get(REDACTOR).add(token);
  await leavesNoSecret(app.get(STORE));
});

test('what a store opens with is in none of its values either', async () => {
  const made: OptionsSchema<{ readonly key: Secret }> = {
    '~standard': { version: 1, vendor: 'test', validate: () => ({ value: { key: secret(token) } }) },
  };
  const plugin = defineStore({
    name: 'memory',
    version: '1',
    options: made,
    open: async (_, { redactor }) => {
      redactor.add('another-canary');
      return memoryDriver();
    },
  });
  await using app = createApp({ mode: 'notify' }).use(plugin({ key: secret(token) }));
  await app.start();
  await leavesNoSecret(app.get(STORE));
  expect(app.get(REDACTOR).text(`another-canary ${token}`)).toBe('[redacted] [redacted]');
});

test('without secrets a text is stored to the letter, also one that looks like a secret', async () => {
  const store = openStore(memoryDriver(), { redactor: createRedactor() });
  const value = 'password: hunter2hunter2 at https://user:password@example.com';
  await store.commit({ puts: [{ key: 'k', value }] });
  expect((await store.get(['k']))[0]?.value).toBe(value);
});
