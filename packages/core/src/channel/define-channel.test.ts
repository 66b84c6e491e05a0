import { expect, test } from 'vitest';
import { type Secret, secret } from '../config/secret.ts';
import type { OptionsSchema } from '../config/standard-schema.ts';
import type { Logger } from '../logger/logger.ts';
import type { ChannelCapabilities, DeliverOptions, RenderedPart } from './channel.ts';
import { type ChannelFactory, defineChannel } from './define-channel.ts';
import type { Message } from './message.ts';

interface Options {
  readonly token: Secret;
  readonly answer: (part: RenderedPart) => Promise<{ readonly status: 'transient'; readonly reason: string }>;
  readonly capabilities?: Partial<ChannelCapabilities>;
}

const options: OptionsSchema<Options> = {
  '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value as Options }) },
};
const channel: ChannelFactory<Options> = defineChannel({
  name: 'test',
  version: '1.0.0',
  options,
  create: ({ answer, capabilities = {} }) => ({ id: 'test', capabilities, deliver: answer }),
});
const token = secret('canary-4711');
const asked: DeliverOptions = { signal: new AbortController().signal, deliveryId: 'd1', attempt: 1 };
const message: Message = {
  kind: 'alert',
  severity: 'critical',
  title: 'token canary-4711 leaked',
  fields: [],
  body: {
    type: 'root',
    children: [{ type: 'paragraph', children: [{ type: 'text', value: 'canary-4711' }] }],
  },
  actions: [],
  dedupeKey: 'k',
};

test('a secret of the options is in nothing that is rendered, sent, or comes back', async () => {
  const sent: RenderedPart[] = [];
  const warnings: string[] = [];
  const logger = { warn: (text: string) => warnings.push(text) } as unknown as Logger;
  const made = channel.create(
    {
      token,
      answer: async (part) => {
        sent.push(part);
        return { status: 'transient', reason: 'refused canary-4711' };
      },
    },
    { logger },
  );
  expect(made.render(message)).toEqual([{ text: 'token [redacted] leaked\n[redacted]' }]);
  const outcome = await made.deliver({ text: 'canary-4711', extra: { embeds: ['canary-4711'] } }, asked);
  expect(outcome).toEqual({ status: 'transient', reason: 'refused [redacted]' });
  expect(sent).toEqual([{ text: '[redacted]', extra: { embeds: ['[redacted]'] } }]);
  expect(warnings).toEqual(['a secret was taken out of a message']);
});

test('what it throws is described without the secret', async () => {
  const made = channel.create({ token, answer: () => Promise.reject(new Error('bad canary-4711')) });
  expect(await made.deliver({ text: 'x' }, asked)).toEqual({ status: 'transient', reason: 'bad [redacted]' });
});

test('a renderer that throws costs a message its form, not its words, and no secret is told of it', () => {
  const said: unknown[] = [];
  const logger = { warn: (...parts: readonly unknown[]) => said.push(parts) } as unknown as Logger;
  const broken = defineChannel({
    name: 'broken',
    version: '1.0.0',
    options,
    create: ({ answer }) => ({
      id: 'broken',
      capabilities: { maximumLength: 100 },
      deliver: answer,
      render: () => {
        throw new Error('cannot read x of canary-4711');
      },
    }),
  });
  const made = broken.create(
    { token, answer: async () => ({ status: 'transient', reason: '' }) },
    { logger },
  );
  expect(made.render(message)).toEqual([{ text: 'token [redacted] leaked\n[' }]);
  expect(JSON.stringify(said)).toContain('cannot read x of [redacted]');
});

test('a repeat is marked, unless the provider drops repeats', async () => {
  const texts: string[] = [];
  const answer: Options['answer'] = async ({ text }) => {
    texts.push(text);
    return { status: 'transient', reason: '' };
  };
  const repeat = { ...asked, attempt: 2, repeat: true };
  await channel.create({ token, answer }).deliver({ text: 'x' }, repeat);
  await channel
    .create({ token, answer, capabilities: { idempotencyKey: true } })
    .deliver({ text: 'x' }, repeat);
  expect(texts).toEqual(['x\n⟳ possible duplicate', 'x']);
});

test('a stopped channel refuses', async () => {
  const made = channel.create({ token, answer: () => Promise.reject(new Error('never')) });
  await made.stop?.();
  await made.stop?.();
  expect(await made.deliver({ text: 'x' }, asked)).toMatchObject({ status: 'permanent-config' });
});
