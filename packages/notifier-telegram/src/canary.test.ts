import { inspect } from 'node:util';
import { createRedactor, type Logger } from '@tradewarden/core';
import { firstDelivery, sampleMessage } from '@tradewarden/testing';
import type { Fault } from '@tradewarden/testing/telegram';
import { expect, test } from 'vitest';
import { deadAddress, type Opened, opened, token } from '../test/opened.ts';

/** The token as it is, and in the forms it could take on its way. */
const forms = [token, token.split(':')[1]!, encodeURIComponent(token), Buffer.from(token).toString('base64')];

const refusal = (code: number, description: string, parameters: object = {}): Fault => ({
  do: 'answer',
  status: code,
  body: { ok: false, error_code: code, description: `${description} ${token}`, parameters },
});

/** One of every class, each with the token in it where an answer can hold one. */
const failures: readonly (readonly [string, Fault])[] = [
  ['rate-limited', refusal(429, 'Too Many Requests: retry after 3', { retry_after: 3 })],
  ['redirect', refusal(400, 'Bad Request', { migrate_to_chat_id: -5 })],
  ['permanent-payload', refusal(400, 'Bad Request: message is too long')],
  ['permanent-target', refusal(403, 'Forbidden: bot was blocked by the user')],
  ['permanent-config', refusal(401, 'Unauthorized')],
  ['transient', refusal(500, 'Internal Server Error')],
  ['uncertain', { do: 'garbage' }],
  ['uncertain', { do: 'drop' }],
  ['uncertain', { do: 'hang' }],
  ['delivered', { do: 'pass' }],
];

function watched(): { readonly logger: Logger; readonly said: unknown[] } {
  const said: unknown[] = [];
  const note = (...parts: readonly unknown[]): void => void said.push(parts);
  return { logger: { debug: note, info: note, warn: note, error: note }, said };
}

function expectClean(...things: readonly unknown[]): void {
  const text = things.map((thing) => `${inspect(thing, { depth: 20 })} ${JSON.stringify(thing)}`).join('\n');
  for (const form of forms) expect(text).not.toContain(form);
}

test('the token is in no outcome and no log, whatever fails', async () => {
  const { logger, said } = watched();
  const bench = await opened({}, { logger });
  const [part] = bench.channel.render(sampleMessage());
  for (const [status, fault] of failures) {
    bench.server.script(fault);
    const outcome = await bench.channel.deliver(part!, firstDelivery('d', AbortSignal.timeout(200)));
    expect(outcome.status).toBe(status);
    if (fault.do === 'pass') continue;
    bench.server.script(fault);
    expectClean(outcome, await bench.channel.verify?.(AbortSignal.timeout(200)));
  }
  const dead = await opened({ apiRoot: await deadAddress() }, { logger });
  expectClean(
    await dead.channel.deliver(part!, firstDelivery()),
    await dead.channel.verify?.(firstDelivery().signal),
  );
  expectClean(said, bench.channel, part);
  await dead.close();
  await bench.close();
});

test('secrets in a message are in no part and nothing that is sent', async () => {
  const { logger, said } = watched();
  const redactor = createRedactor(['another-secret-of-the-app']);
  const bench: Opened = await opened({}, { logger, redactor });
  const title = `LONG ${token} another-secret-of-the-app`;
  const children = [
    { type: 'paragraph', children: [{ type: 'text', value: `https://api.test/bot${token}/x` }] },
    { type: 'code', value: `stack trace with another-secret-of-the-app` },
  ] as const;
  const parts = bench.channel.render(sampleMessage({ title, body: { type: 'root', children } }));
  for (const part of parts) await bench.channel.deliver(part, firstDelivery());
  const late = { text: `late ${token}`, extra: { entities: [], silent: false } };
  expect(await bench.channel.deliver(late, firstDelivery())).toMatchObject({ status: 'delivered' });
  const bodies = bench.server.transcript.map(({ request }) => request.body.toString('utf8'));
  expectClean(parts, bodies, said, bench.server.messages);
  expect(bodies.join('\n')).not.toContain('another-secret');
  expect(bodies.join('\n')).toContain('[redacted]');
  await bench.close();
});
