import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Channel,
  ConfigError,
  createRunner,
  memoryStore,
  Pipeline,
  type TradePlan,
} from '@tradewarden/core';
import { createApp } from '@tradewarden/core/app';
import { announce, createDispatcher, notify } from '@tradewarden/notify';
import { risk, riskGate } from '@tradewarden/risk';
import { samplePlan } from '@tradewarden/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { memory } from './memory-plugin.ts';
import { webhook } from './webhook-channel.ts';

let server: Server;
let url = '';
let answer = 200;
const received: string[] = [];

beforeEach(async () => {
  received.length = 0;
  answer = 200;
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      received.push(body);
      response.writeHead(answer, { 'retry-after': '3' }).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterEach(() => {
  server.close();
});

test('through the app', async () => {
  await using app = createApp({ mode: 'notify' })
    .use(memory())
    .use(risk({ equity: '10000', market: 'none' }))
    .use(webhook({ url }))
    .use(notify());
  await app.start();
  expect((await app.run(samplePlan({ createdAt: Date.now() }))).verdict).toBe('resized');
  await app.drain();
  expect(received).toHaveLength(1);
  expect(received[0]).toContain('LONG BTC/USDT @ 42200');
});

test('by hand', async () => {
  const store = memoryStore();
  const channel: Channel = webhook.create({ url });
  const gate = riskGate({ equity: '10000', market: 'none' });
  const pipeline = Pipeline.of<TradePlan>().stage(gate).followUp(announce());
  const book = { account: 'main', mode: 'notify' } as const;
  await createRunner({ pipeline, store, ...book }).run(samplePlan({ createdAt: Date.now() }));
  const dispatcher = createDispatcher({ store, channels: [channel], ...book });
  await dispatcher.drain();
  expect(dispatcher.counts()).toMatchObject({ delivered: 1, dead: 0 });
  expect(received).toHaveLength(1);
});

test('says what the other side said, and what is wrong with its options', async () => {
  const signal = new AbortController().signal;
  const deliver = (): ReturnType<Channel['deliver']> =>
    webhook.create({ url }).deliver({ text: 'x' }, { signal, deliveryId: 'd', attempt: 1 });
  answer = 429;
  expect(await deliver()).toEqual({ status: 'rate-limited', retryAfterMs: 3000, scope: 'webhook' });
  answer = 404;
  expect(await deliver()).toEqual({ status: 'permanent-target', reason: 'answered 404' });
  server.close();
  server.closeAllConnections();
  expect((await deliver()).status).toBe('transient');
  expect(() => webhook({ url: 'nowhere' })).toThrow(ConfigError);
});
