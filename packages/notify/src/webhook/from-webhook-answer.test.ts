import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import type { DeliveryOutcome } from '@tradewarden/core';
import { firstDelivery, sampleMessage } from '@tradewarden/testing';
import { selfSignedCertificate } from '@tradewarden/testing/smtp';
import type { Fault } from '@tradewarden/testing/webhook';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type WebhookBench, webhookBench, whsec } from '../../test/webhook-bench.ts';
import { webhookChannel } from './webhook-channel.ts';

let bench: WebhookBench;
let before = 0;
beforeAll(async () => {
  bench = await webhookBench();
});
afterAll(async () => bench.close());
beforeEach(() => {
  before = bench.server.transcript.length;
});

async function outcomeOf(fault: Fault): Promise<DeliveryOutcome> {
  bench.server.script(fault);
  const [part] = bench.channel.render(sampleMessage());
  return bench.channel.deliver(part!, firstDelivery());
}

const answer = (status: number, headers: Record<string, string> = {}): Fault => ({
  do: 'answer',
  status,
  body: 'whatever a stranger says',
  headers,
});

test.each<[number, DeliveryOutcome['status']]>([
  [200, 'delivered'],
  [201, 'delivered'],
  [202, 'delivered'],
  [204, 'delivered'],
  [300, 'permanent-config'],
  [301, 'permanent-config'],
  [302, 'permanent-config'],
  [304, 'permanent-config'],
  [307, 'permanent-config'],
  [308, 'permanent-config'],
  [400, 'permanent-payload'],
  [401, 'permanent-config'],
  [402, 'permanent-config'],
  [403, 'permanent-config'],
  [404, 'permanent-config'],
  [405, 'permanent-config'],
  [407, 'permanent-config'],
  [408, 'transient'],
  [409, 'noop'],
  [410, 'permanent-target'],
  [411, 'permanent-payload'],
  [413, 'permanent-payload'],
  [414, 'permanent-payload'],
  [415, 'permanent-config'],
  [421, 'permanent-config'],
  [422, 'permanent-payload'],
  [425, 'transient'],
  [426, 'permanent-config'],
  [429, 'rate-limited'],
  [431, 'permanent-payload'],
  [451, 'permanent-config'],
  [500, 'transient'],
  [502, 'transient'],
  [503, 'transient'],
  [504, 'transient'],
  [599, 'transient'],
])('%i is %s, after one request, and no word of the receiver is repeated', async (status, expected) => {
  const outcome = await outcomeOf(answer(status, { location: 'https://elsewhere.test/token' }));
  expect(outcome.status).toBe(expected);
  expect(JSON.stringify(outcome)).not.toMatch(/stranger|elsewhere/);
  expect(bench.server.transcript.length - before).toBe(1);
});

test.each([
  [429, '7', { status: 'rate-limited', retryAfterMs: 7000, scope: 'endpoint' }],
  [429, '0', { status: 'rate-limited', retryAfterMs: 1000, scope: 'endpoint' }],
  [429, 'soon', { status: 'rate-limited', retryAfterMs: 1000, scope: 'endpoint' }],
  [429, '999999', { status: 'rate-limited', retryAfterMs: 3_600_000, scope: 'endpoint' }],
  [503, '120', { status: 'transient', retryAfterMs: 120_000 }],
  [503, 'Sun, 19 Jan 2020 00:00:00 GMT', { status: 'transient', retryAfterMs: 1000 }],
])('%i with Retry-After: %s', async (status, retryAfter, expected) => {
  expect(await outcomeOf(answer(status, { 'retry-after': retryAfter }))).toMatchObject(expected);
});

test.each<[string, Fault, DeliveryOutcome['status']]>([
  ['a connection that ends at once', { do: 'drop' }, 'uncertain'],
  ['a connection that ends before the answer', { do: 'drop-answer' }, 'uncertain'],
  ['no answer within the time limit', { do: 'hang' }, 'uncertain'],
])('%s is %s, after one request', async (_, fault, expected) => {
  expect((await outcomeOf(fault)).status).toBe(expected);
  expect(bench.server.transcript.length - before).toBe(1);
});

async function sendTo(url: string, more: object = {}): Promise<DeliveryOutcome> {
  const channel = webhookChannel.create({ url, secrets: [whsec('a')], timeoutMs: 2000, ...more });
  const [part] = channel.render(sampleMessage());
  return channel.deliver(part!, firstDelivery());
}

const selfSigned = selfSignedCertificate({ host: '127.0.0.1', until: Date.UTC(2125, 0) });

test('a certificate that nobody signed is refused, and nothing is sent to it', async () => {
  let requests = 0;
  const server = createSecureServer(selfSigned, (_, response) => {
    requests += 1;
    response.end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const outcome = await sendTo(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await new Promise((resolve) => {
    server.close(resolve);
  });
  expect(outcome).toEqual({
    status: 'permanent-config',
    reason: 'the certificate is refused: DEPTH_ZERO_SELF_SIGNED_CERT',
  });
  expect(requests).toBe(0);
});

test.each([
  ['what is no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', 'uncertain'],
  ['half of an answer', 'HTTP/1.1 204 No', 'uncertain'],
  [
    'an answer without end',
    `HTTP/1.1 200 OK\r\ncontent-length: 9000000\r\n\r\n${'x'.repeat(200_000)}`,
    'delivered',
  ],
])('%s', async (_, said, expected) => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.write(said, () => setTimeout(() => socket.destroy(), 50)));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const outcome = await sendTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await new Promise((resolve) => {
    server.close(resolve);
  });
  expect(outcome.status).toBe(expected);
});

test('a name that no server knows is transient', async () => {
  expect((await sendTo('https://nowhere.invalid/hook')).status).toBe('transient');
});
