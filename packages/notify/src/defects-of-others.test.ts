import { createServer, type Server } from 'node:http';
import { type DeliveryOutcome, plainText, StoreUnavailableError } from '@tradewarden/core';
import { overriddenStore, samplePlan } from '@tradewarden/testing';
import { afterEach, expect, test } from 'vitest';
import { announced, scripted } from '../test/announced.ts';
import { whsec } from '../test/webhook-bench.ts';
import { body, paragraph, text } from './message/build.ts';
import { splitMessage } from './message/split-message.ts';
import { createDispatcher } from './outbox/dispatcher.ts';
import { webhookChannel } from './webhook/webhook-channel.ts';

const book = { account: 'main', mode: 'notify' } as const;
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A receiver that answers everything with one status. */
async function answering(status: number): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(status).end('{"ok":true}');
  });
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook`;
}

test.each([200, 204, 400, 401, 403, 404, 410, 429, 500, 502, 503])(
  '7: an answer counts by its HTTP status, whatever it says: %i',
  async (status) => {
    const url = await answering(status);
    const channel = webhookChannel.create({ url, secrets: [whsec('a')], privateNetwork: true });
    const { store, clock, run } = announced();
    await run(samplePlan());
    const dispatcher = createDispatcher({ store, channels: [channel], clock, ...book });
    await dispatcher.drain();
    expect(dispatcher.counts().delivered > 0).toBe(status < 300);
  },
);

test('8: a message is gone when it is delivered, not when it is taken: a death in the middle of the send loses none', async () => {
  const { store, clock, run } = announced();
  await run(samplePlan());
  const dying = scripted((): DeliveryOutcome => {
    throw new Error('the process is gone');
  });
  await createDispatcher({ store, channels: [dying.channel], clock, ...book }).drain();
  const settling = overriddenStore(store, {
    commit: () => Promise.reject(new StoreUnavailableError('disk full')),
  });
  const unsettled = scripted(() => ({ status: 'delivered' }));
  await createDispatcher({ store: settling, channels: [unsettled.channel], clock, ...book })
    .drain()
    .catch(() => undefined);
  const { channel, texts } = scripted(() => ({ status: 'delivered' }));
  const dispatcher = createDispatcher({ store, channels: [channel], clock, ...book });
  for (let pass = 0; pass < 10; pass += 1) {
    await dispatcher.drain();
    clock.advance(600_000);
  }
  expect(texts.filter((said) => said.includes('LONG BTC/USDT'))).toHaveLength(1);
});

test('8: of a long text nothing is dropped: every word arrives, the first ones first', () => {
  const words = Array.from({ length: 3000 }, (_, index) => `word${index}`);
  const message = {
    kind: 'alert',
    severity: 'info',
    title: 'T',
    fields: [],
    body: body(paragraph(text(words.join(' ')))),
    actions: [],
    dedupeKey: 'k',
  } as const;
  const { pieces, shortened } = splitMessage(message, {
    fits: (piece) => plainText(piece).length <= 2000,
    maximumParts: 50,
  });
  expect(shortened).toBe(false);
  expect(pieces.length).toBeGreaterThan(10);
  const said = pieces.flatMap((piece) => plainText(piece).match(/word\d+/g) ?? []);
  expect(said).toEqual(words);
});
