import { auditLog, JobQueue, type Store, StoreUnavailableError } from '@tradewarden/core';
import { overriddenStore, samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { announced, scripted } from '../../test/announced.ts';
import { deadLetters } from './dead-letters.ts';
import { createDispatcher } from './dispatcher.ts';

/** The store with another `commit`. */
const committing = (store: Store, commit: Store['commit']): Store => overriddenStore(store, { commit });

const book = { account: 'main', mode: 'notify' } as const;
const auditTypes = async (
  store: Parameters<typeof createDispatcher>[0]['store'],
): Promise<readonly string[]> =>
  (await store.read(auditLog('main'), { after: 0, limit: 100 })).map(
    ({ value }) => (value as { type: string }).type,
  );

test('an approved plan and the summary of its run reach every channel, once, with an audit record', async () => {
  const { store, clock, run } = announced();
  await run(samplePlan());
  const [first, second] = [
    scripted(() => ({ status: 'delivered' }), 'a'),
    scripted(() => ({ status: 'noop' }), 'b'),
  ];
  const dispatcher = createDispatcher({ store, channels: [first.channel, second.channel], clock, ...book });
  await dispatcher.drain();
  await dispatcher.drain();
  expect(first.texts).toHaveLength(2);
  expect(first.texts[0]).toContain('LONG BTC/USDT @ 42200');
  expect(first.texts[1]).toContain('1 of 1 plans approved');
  expect(second.texts).toEqual(first.texts);
  expect(dispatcher.counts()).toEqual({ delivered: 4, dead: 0, retried: 0, expired: 0 });
  expect((await auditTypes(store)).filter((type) => type === 'notify.sent')).toHaveLength(4);
});

test('rejected plans are silent unless asked for', async () => {
  const stale = samplePlan({ createdAt: 5, expiresAt: 10 });
  for (const [options, count] of [
    [{}, 0],
    [{ rejected: true }, 1],
  ] as const) {
    const { store, run } = announced(options);
    await run(stale);
    const queue = new JobQueue({
      store,
      book,
      name: 'outbox',
      clock: { now: () => 0, sleep: async () => {} },
    });
    expect((await queue.counts()).ready - 1).toBe(count);
  }
});

test('a rate limit is obeyed to the millisecond', async () => {
  const { store, clock, run } = announced();
  await run(samplePlan());
  const { channel, texts } = scripted((attempt) =>
    attempt === 1 ? { status: 'rate-limited', retryAfterMs: 1234, scope: 'chat' } : { status: 'delivered' },
  );
  const dispatcher = createDispatcher({
    store,
    channels: [channel],
    clock,
    routes: [{ channels: ['scripted'], kinds: ['signal'] }],
    ...book,
  });
  await dispatcher.drain();
  clock.advance(1233);
  await dispatcher.drain();
  expect(texts).toHaveLength(1);
  clock.advance(1);
  await dispatcher.drain();
  expect(texts).toHaveLength(2);
  expect(dispatcher.counts()).toMatchObject({ delivered: 1, retried: 1 });
});

test.each([
  [{ status: 'permanent-payload', reason: 'too long' }, 1, 'notify.failed'],
  [{ status: 'permanent-target', reason: 'no chat' }, 1, 'notify.failed'],
  [{ status: 'permanent-config', reason: 'bad token' }, 1, 'notify.failed'],
  [{ status: 'uncertain', reason: 'lost' }, 0, 'notify.uncertain'],
] as const)('%j is settled at once and never repeated', async (outcome, dead, type) => {
  const { store, clock, run } = announced();
  await run(samplePlan());
  const { channel, texts } = scripted(() => outcome);
  const routes = [{ channels: ['scripted'], kinds: ['signal'] as const }];
  const dispatcher = createDispatcher({ store, channels: [channel], clock, routes, ...book });
  await dispatcher.drain();
  clock.advance(3_000_000);
  await dispatcher.drain();
  expect(texts).toHaveLength(1);
  expect(dispatcher.counts().dead).toBe(dead);
  expect(await auditTypes(store)).toContain(type);
});

test('a channel that throws is tried again with growing pauses, then given up and kept', async () => {
  const { store, clock, run } = announced();
  await run(samplePlan({ expiresAt: samplePlan().createdAt + 1e10 }));
  const { channel, texts } = scripted(() => {
    throw new Error('socket hang up');
  });
  const dispatcher = createDispatcher({
    store,
    channels: [channel],
    clock,
    routes: [{ channels: ['scripted'], kinds: ['signal'] }],
    ...book,
  });
  for (let round = 0; round < 400; round += 1) {
    await dispatcher.drain();
    clock.moveTo(Math.min(dispatcher.nextAt(), clock.now() + 3_600_000));
    if (dispatcher.counts().dead > 0) break;
  }
  expect(texts.length).toBeGreaterThan(100);
  const [dead] = await deadLetters(store, book, clock).list(5);
  expect(dead?.reason).toMatch(/^socket hang up; given up after \d+ attempts in a day$/);
});

test('an uncertain delivery is repeated where the provider drops repeats', async () => {
  const { store, clock, run } = announced();
  await run(samplePlan());
  const { channel, texts } = scripted(
    (attempt) => (attempt === 1 ? { status: 'uncertain', reason: 'lost' } : { status: 'delivered' }),
    'scripted',
    true,
  );
  const dispatcher = createDispatcher({
    store,
    channels: [channel],
    clock,
    routes: [{ channels: ['scripted'], kinds: ['signal'] }],
    ...book,
  });
  await dispatcher.drain();
  clock.advance(5000);
  await dispatcher.drain();
  expect(texts).toHaveLength(2);
});

test('what is too old is not sent', async () => {
  const { store, clock, run } = announced();
  await run(samplePlan());
  clock.advance(3_600_000);
  const { channel, texts } = scripted(() => ({ status: 'delivered' }));
  const dispatcher = createDispatcher({
    store,
    channels: [channel],
    clock,
    routes: [{ channels: ['scripted'], kinds: ['signal'] }],
    ...book,
  });
  await dispatcher.drain();
  expect(texts).toEqual([]);
  expect(dispatcher.counts().expired).toBe(1);
});

test('a store that fails between accepted and recorded: delivered again, nothing lost', async () => {
  const { store, clock, run } = announced();
  await run(samplePlan());
  let failures = 0;
  const { channel, texts } = scripted(() => ({ status: 'delivered' }));
  const commit: Store['commit'] = async (asked) => {
    const settles = (asked.appends ?? []).some(
      ({ value }) => (value as { type: string }).type === 'notify.sent',
    );
    if (!settles || failures > 0) return store.commit(asked);
    failures += 1;
    throw new StoreUnavailableError('disk full');
  };
  const failing = committing(store, commit);
  const options = {
    channels: [channel],
    clock,
    routes: [{ channels: ['scripted'], kinds: ['signal'] as const }],
    ...book,
  };
  await expect(createDispatcher({ store: failing, ...options }).drain()).rejects.toThrow('disk full');
  clock.advance(60_000);
  const second = createDispatcher({ store, ...options });
  await second.drain();
  expect(texts.map((said) => /LONG|Store failed/.exec(said)?.[0])).toEqual(['LONG', 'Store failed', 'LONG']);
  expect(texts[2]).toContain('possible duplicate');
  expect(second.counts().delivered).toBe(1);
  expect(await second.queued()).toBe(0);
});

test('two dispatchers never deliver one row together', async () => {
  const { store, clock, run } = announced();
  await run(samplePlan(), samplePlan({ planId: 'b', symbol: 'ETH/USDT' }));
  const { channel, texts } = scripted(() => ({ status: 'delivered' }));
  const make = (): ReturnType<typeof createDispatcher> =>
    createDispatcher({ store, channels: [channel], clock, ...book });
  await Promise.all([make().drain(), make().drain()]);
  await make().drain();
  expect(texts).toHaveLength(3);
});

test('CP12: delivered but not settled is delivered again as the next attempt', async () => {
  const { store, clock, run } = announced();
  await run(samplePlan());
  const { channel, texts } = scripted(() => ({ status: 'delivered' }));
  const routes = [{ channels: ['scripted'], kinds: ['signal'] as const }];
  const options = { store, channels: [channel], clock, routes, ...book };
  const crash = (point: string): void => {
    if (point === 'CP12') throw new Error('died at CP12');
  };
  await expect(createDispatcher({ ...options, crash }).drain()).rejects.toThrow('died at CP12');
  clock.advance(60_000);
  await createDispatcher(options).drain();
  expect(texts).toHaveLength(2);
  expect(await auditTypes(store)).toContain('notify.sent');
});
