import { inspect } from 'node:util';
import { type Logger, sha256Hex } from '@tradewarden/core';
import { firstDelivery, sampleMessage } from '@tradewarden/testing';
import type { Fault } from '@tradewarden/testing/discord';
import { expect, test } from 'vitest';
import { botToken, hookToken, opened } from '../test/opened.ts';

const refusal = (status: number, code: number): Fault => ({
  do: 'answer',
  status,
  body: { message: `no ${hookToken} ${botToken}`, code },
});

const failures: readonly (readonly [string, Fault])[] = [
  [
    'rate-limited',
    {
      do: 'answer',
      status: 429,
      body: { message: hookToken, retry_after: 0.01 },
      headers: { 'retry-after': '0.01' },
    },
  ],
  ['permanent-payload', refusal(400, 50_035)],
  ['permanent-target', refusal(404, 10_015)],
  ['permanent-config', refusal(403, 40_333)],
  ['transient', refusal(400, 130_000)],
  ['uncertain', { do: 'garbage' }],
  ['uncertain', { do: 'drop' }],
  ['uncertain', { do: 'hang' }],
  ['delivered', { do: 'pass' }],
];

test.each(['webhook', 'bot'] as const)('the token of a %s is in no outcome, log or payload', async (kind) => {
  const said: unknown[] = [];
  const note = (...parts: readonly unknown[]): void => void said.push(parts);
  const bench = await opened(kind, {
    logger: { debug: note, info: note, warn: note, error: note } satisfies Logger,
  });
  const token = kind === 'webhook' ? hookToken : botToken;
  const [part] = bench.channel.render(sampleMessage({ title: `LONG ${token} ${bench.server.webhookUrl}` }));
  const results: unknown[] = [part, bench.channel];
  for (const [index, [status, fault]] of failures.entries()) {
    bench.server.script(fault);
    const outcome = await bench.channel.deliver(
      part!,
      firstDelivery(sha256Hex(`${index}`), AbortSignal.timeout(200)),
    );
    expect(outcome.status).toBe(status);
    results.push(outcome);
    if (fault.do !== 'pass') bench.server.script(fault);
    results.push(await bench.channel.verify?.(AbortSignal.timeout(200)));
  }
  const bodies = bench.server.transcript.map(({ request }) => request.body.toString('utf8'));
  const text = [...results, said, bodies]
    .map((thing) => `${inspect(thing, { depth: 20 })} ${JSON.stringify(thing)}`)
    .join('\n');
  for (const form of [token, encodeURIComponent(token), Buffer.from(token).toString('base64')])
    expect(text).not.toContain(form);
  expect(bodies.join('\n')).toContain('redacted');
  await bench.close();
});
