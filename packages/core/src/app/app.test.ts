// The polyfill comes first: tsyringe needs it when it is imported.
import 'reflect-metadata';
import { injectable, container as root } from 'tsyringe';
import { expect, test } from 'vitest';
import type { Channel } from '../channel/channel.ts';
import { defineChannel } from '../channel/define-channel.ts';
import { VirtualClock } from '../clock/virtual-clock.ts';
import type { OptionsSchema } from '../config/standard-schema.ts';
import { memoryStore } from '../store/memory-store.ts';
import { memoryDriver } from '../store/memory-driver.ts';
import { defineStore } from '../store/define-store.ts';
import type { Plugin } from '../plugin/plugin.ts';
import { definePlugin } from '../plugin/plugin.ts';
import { token, type Token } from '../plugin/token.ts';
import { CHANNELS, CLOCK, STAGES, STORE, VENUE, WORKERS } from '../plugin/tokens.ts';
import type { Venue } from '../venue/venue.ts';
import { planOf, reservingPipeline } from '../../test/runner-fixture.ts';
import { createApp } from './app.ts';

const plugin = (name: string, register: Plugin['register'], requires: readonly string[] = []): Plugin => ({
  name,
  version: '1',
  register,
  requires,
});
const memory = plugin('memory', (registry) => registry.bind(STORE).to(() => memoryStore()));
const anything: OptionsSchema<{ id: string }> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) =>
      typeof value === 'object'
        ? { value: value as { id: string } }
        : { issues: [{ message: 'an object', path: ['id'] }] },
  },
};
const service = (log: string[], name: string, fail?: 'start' | 'stop'): Plugin =>
  plugin(name, (registry) =>
    registry.add(WORKERS).to(() => ({
      name,
      drain: async () => ({ worked: 0 }),
      start: async () => {
        if (fail === 'start') throw new Error('no network');
        log.push(`start ${name}`);
      },
      stop: async () => {
        log.push(`stop ${name}`);
        if (fail === 'stop') throw new Error('stuck');
      },
    })),
  );

test('starts in order of making, stops in reverse, once', async () => {
  const log: string[] = [];
  {
    await using app = createApp({ mode: 'notify' }).use(memory).use(service(log, 'a')).use(service(log, 'b'));
    await app.start();
    await app.drain();
    await app.stop();
  }
  expect(log).toEqual(['start a', 'start b', 'stop b', 'stop a']);
});

test('a failed start stops what had started and says which it was', async () => {
  const log: string[] = [];
  const app = createApp({ mode: 'notify' })
    .use(memory)
    .use(service(log, 'a'))
    .use(service(log, 'b', 'start'));
  await expect(app.start()).rejects.toMatchObject({
    code: 'START_FAILED',
    message: 'Workers[1] did not start: no network',
  });
  expect(log).toEqual(['start a', 'stop a']);
});

test('one that does not stop keeps no other from stopping', async () => {
  const log: string[] = [];
  const app = createApp({ mode: 'notify' })
    .use(memory)
    .use(service(log, 'a'))
    .use(service(log, 'b', 'stop'));
  await app.start();
  await expect(app.stop()).rejects.toMatchObject({ code: 'STOP_FAILED' });
  expect(log.at(-1)).toBe('stop a');
});

test('runs plans through the stages of its plugins', async () => {
  const [stage] = reservingPipeline().stages;
  if (stage === undefined) throw new Error('no stage');
  const clock = new VirtualClock(1000);
  await using app = createApp({ mode: 'notify', clock })
    .use(
      plugin('memory', (registry) =>
        registry.bind(STORE).to((resolver) => memoryStore({ clock: resolver.get(CLOCK) })),
      ),
    )
    .use(plugin('gate', (registry) => registry.add(STAGES).to(() => stage)));
  await expect(async () => app.run(planOf('a'))).rejects.toMatchObject({ code: 'LIFECYCLE' });
  await app.start();
  expect((await app.preview(planOf('a'))).verdict).toBe('approved');
  expect((await app.run(planOf('a'))).status).toBe('committed');
  expect((await app.runAll([planOf('a')])).summary.duplicate).toBe(1);
});

test('bindings: missing, twice, in a circle, and replaced on purpose', async () => {
  const [a, b]: Token<object>[] = [token('A'), token('B')];
  if (a === undefined || b === undefined) throw new Error('no tokens');
  const app = createApp({ mode: 'notify' });
  expect(() => app.get(a)).toThrow(expect.objectContaining({ code: 'BINDING_MISSING' }) as Error);
  app.use(
    plugin('p', (registry) => {
      registry.bind(a).to((resolver) => resolver.get(b));
      registry.bind(b).to((resolver) => resolver.get(a));
    }),
  );
  expect(() => app.get(a)).toThrow(
    expect.objectContaining({ code: 'BINDING_CYCLE', message: 'cycle: A -> B -> A' }) as Error,
  );
  expect(() => app.use(plugin('q', (registry) => registry.bind(a).to(() => ({}))))).toThrow(
    expect.objectContaining({ code: 'BINDING_DUPLICATE' }) as Error,
  );
  const other = {};
  app.use(plugin('r', (registry) => registry.override(b).to(() => other)));
  expect(app.get(b)).toBe(other);
  expect(() => app.use(plugin('s', () => {}, ['absent']))).toThrow(
    expect.objectContaining({ code: 'PLUGIN_REQUIREMENT_MISSING' }) as Error,
  );
});

@injectable()
class Chat implements Channel {
  static made = 0;
  readonly specification = 'channel/v1';
  readonly id = 'chat';
  readonly capabilities = {} as never;
  readonly render = (): [] => [];
  readonly deliver = async (): Promise<{ status: 'noop' }> => ({ status: 'noop' });
  readonly number = (Chat.made += 1);
}

test("classes in a user's own container are services like any other, made once", async () => {
  const container = root.createChildContainer();
  container.register(CHANNELS.key, { useClass: Chat });
  await using app = createApp({ mode: 'notify', container }).use(memory);
  await app.start();
  expect(app.all(CHANNELS).map(({ id }) => id)).toEqual(['chat']);
  expect(app.all(CHANNELS)[0]).toBe(app.all(CHANNELS)[0]);
  expect(Chat.made).toBe(1);
  expect(createApp({ mode: 'notify' }).all(CHANNELS)).toEqual([]);
});

test('a store opens with the app and closes with it', async () => {
  const store = defineStore({
    name: 'test-store',
    version: '1',
    options: anything,
    open: async () => memoryDriver(),
  });
  const app = createApp({ mode: 'notify' }).use(store({ id: 'x' }));
  const bound = app.get(STORE);
  expect(() => bound.now()).toThrow(expect.objectContaining({ code: 'LIFECYCLE' }) as Error);
  await app.start();
  expect((await bound.commit({ puts: [{ key: 'k', value: 1 }] })).ok).toBe(true);
  expect(await bound.get(['k'])).toMatchObject([{ value: 1 }]);
  await app.stop();
  await expect(bound.get(['k'])).rejects.toThrow('clos');
  await (await store.create({ id: 'x' })).close();
});

test('options are refused with every path; a stopped or throwing channel answers', async () => {
  const define = defineChannel({
    name: 'c',
    version: '1',
    options: anything,
    create: ({ id }) => ({ id, deliver: () => Promise.reject(new Error('down')) }),
  });
  expect(() => define(5 as never)).toThrow(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      issues: [{ path: 'id', message: 'an object' }],
    }) as Error,
  );
  expect(() =>
    definePlugin({ name: 'p', version: '1', options: anything, register: () => {} })(5 as never),
  ).toThrow('invalid options for p');
  const channel = define.create({ id: 'c' });
  const options = { signal: AbortSignal.timeout(1000), deliveryId: 'd', attempt: 1 };
  expect(await channel.deliver({ text: '' }, options)).toEqual({ status: 'transient', reason: 'down' });
  await channel.stop?.();
  expect((await channel.deliver({ text: '' }, options)).status).toBe('permanent-config');
});

test('a store that is too weak for the set-up is refused at the start, and what had started is stopped', async () => {
  const log: string[] = [];
  const app = createApp({ mode: 'notify', processes: 'host' }).use(memory).use(service(log, 'a'));
  await expect(app.start()).rejects.toMatchObject({ code: 'STORE_TOO_WEAK' });
  expect(log).toEqual(['start a', 'stop a']);
  const venue = { id: 'exchange', capabilities: { external: true } } as Venue;
  const external = createApp({ mode: 'paper' })
    .use(memory)
    .use(plugin('exchange', (registry) => registry.bind(VENUE).to(() => venue)));
  await expect(external.start()).rejects.toMatchObject({ code: 'STORE_TOO_WEAK' });
});
