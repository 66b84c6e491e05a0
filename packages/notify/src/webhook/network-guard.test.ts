import type { lookup } from 'node:dns';
import { hostname } from 'node:os';
import { firstDelivery, sampleMessage } from '@tradewarden/testing';
import { startWebhookServer } from '@tradewarden/testing/webhook';
import { expect, test } from 'vitest';
import { whsec } from '../../test/webhook-bench.ts';
import { guardedCode, guardedLookup, isGuardedAddress } from './network-guard.ts';
import { webhookChannel } from './webhook-channel.ts';

test.each([
  ['10.1.2.3', true],
  ['192.168.0.1', true],
  ['100.64.0.1', true],
  ['169.254.169.254', true],
  ['[::ffff:10.0.0.1]', true],
  ['[::ffff:a9fe:a9fe]', true],
  ['[64:ff9b::a00:1]', true],
  ['[fd00::1]', true],
  ['[fe80::1]', true],
  ['[::]', true],
  ['0.0.0.0', true],
  ['127.0.0.1', false],
  ['[::1]', false],
  ['93.184.216.34', false],
  ['[2606:2800:220:1::1]', false],
  ['[64:ff9b::5db8:d822]', false],
  ['example.test', false],
])('%s is guarded: %s', (host, expected) => {
  expect(isGuardedAddress(host)).toBe(expected);
});

/** A name server that gives these addresses for every name. */
const answering = (...addresses: readonly string[]): typeof lookup =>
  ((_: string, __: object, callback: (error: null, found: readonly object[]) => void) => {
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }) as unknown as typeof lookup;

const looked = async (resolve: typeof lookup | undefined, name: string, all: boolean): Promise<unknown> =>
  new Promise((settle) => {
    guardedLookup(resolve)(name, { all }, (error, address) => settle(error?.code ?? address));
  });

test('a name is judged by every address it resolves to, at the moment of the connection', async () => {
  const mixed = answering('93.184.216.34', '10.0.0.1');
  expect(await looked(mixed, 'hooks.test', true)).toBe(guardedCode);
  expect(await looked(answering('127.0.0.1'), 'hooks.test', false)).toBe(guardedCode);
  expect(await looked(answering('::1'), 'localhost', false)).toBe('::1');
  expect(await looked(answering('192.168.0.1'), 'localhost', false)).toBe(guardedCode);
  expect(await looked(answering('93.184.216.34'), 'hooks.test', false)).toBe('93.184.216.34');
  expect(await looked(answering('93.184.216.34'), 'hooks.test', true)).toEqual([
    { address: '93.184.216.34', family: 4 },
  ]);
  expect(await looked(undefined, 'nowhere.invalid', true)).toMatch(/^E[AN]/);
});

test('the name of a machine in a private network is refused before anything is sent', async (context) => {
  const found = await new Promise((settle) => {
    guardedLookup()(hostname(), { all: true }, (error) => settle(error?.code));
  });
  if (found !== guardedCode) context.skip('this machine has no name of its own, or a public one');
  const server = await startWebhookServer({ secrets: [whsec('a')] });
  const { port, pathname } = new URL(server.url);
  const url = `http://${hostname()}:${port}${pathname}`;
  const channel = webhookChannel.create({ url, secrets: [whsec('a')], allowHttp: true });
  const [part] = channel.render(sampleMessage());
  const reason = 'the host leads into a private network';
  expect(await channel.deliver(part!, firstDelivery())).toEqual({ status: 'permanent-config', reason });
  expect(server.transcript).toEqual([]);
  await server.close();
});
