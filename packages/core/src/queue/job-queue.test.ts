import { expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { memoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import type { JobDraft } from './job.ts';
import { JobQueue } from './job-queue.ts';

const book = { account: 'main', mode: 'paper' } as const;
const setUp = (): {
  clock: VirtualClock;
  queue: JobQueue;
  other: JobQueue;
  put: (job: JobDraft) => Promise<unknown>;
  store: Store;
} => {
  const clock = new VirtualClock(1000);
  const store = memoryStore({ clock });
  const queue = new JobQueue({ store, book, name: 'q', clock });
  const other = new JobQueue({ store, book, name: 'q', clock });
  return {
    clock,
    queue,
    other,
    put: (job) => queue.enqueue(job),
    store,
  };
};
const lease = { limit: 10, leaseMs: 100 };

test('lanes first, then time; nothing before it is due', async () => {
  const { clock, queue, put } = setUp();
  await put({ id: 'late', payload: 1, dueAt: 2000 });
  await put({ id: 'low', payload: 1, lane: 'low' });
  await put({ id: 'normal', payload: 1 });
  await put({ id: 'kill', payload: 1, lane: 'kill' });
  expect((await queue.claim(lease)).map(({ id }) => id)).toEqual(['kill', 'normal', 'low']);
  clock.moveTo(2000);
  expect((await queue.claim(lease)).map(({ id }) => id)).toContain('late');
});

test('a lease keeps others away, and runs out', async () => {
  const { clock, queue, other, put } = setUp();
  await put({ id: 'a/b c', payload: { x: 1 } });
  const [job] = await queue.claim(lease);
  expect(job).toMatchObject({ id: 'a/b c', attempt: 1, payload: { x: 1 } });
  expect(await other.claim(lease)).toEqual([]);
  clock.advance(100);
  const [again] = await other.claim(lease);
  expect(again).toMatchObject({ id: 'a/b c', attempt: 2, firstAt: 1000 });
  if (job === undefined || again === undefined) throw new Error('not claimed');
  expect(await queue.done(job)).toBe(false);
  expect(await other.done(again)).toBe(true);
  expect(await other.counts()).toEqual({ ready: 0, leased: 0, dead: 0 });
});

test('two workers at once never hold one job together', async () => {
  const { queue, other, put } = setUp();
  for (let index = 0; index < 20; index += 1) await put({ id: `j${index}`, payload: index });
  const [mine, theirs] = await Promise.all([
    queue.claim({ limit: 20, leaseMs: 100 }),
    other.claim({ limit: 20, leaseMs: 100 }),
  ]);
  expect(new Set([...mine, ...theirs].map(({ id }) => id)).size).toBe(mine.length + theirs.length);
});

test('retry waits, bury keeps the reason', async () => {
  const { clock, queue, put } = setUp();
  await put({ id: 'a', payload: 1 });
  const [job] = await queue.claim(lease);
  if (job === undefined) throw new Error('not claimed');
  await queue.retry(job, 50);
  expect(await queue.claim(lease)).toEqual([]);
  clock.advance(50);
  const [second] = await queue.claim(lease);
  if (second === undefined) throw new Error('not claimed');
  expect(second.attempt).toBe(2);
  await queue.bury(second, 'no such chat');
  expect(await queue.dead(5)).toEqual([{ id: 'a', reason: 'no such chat', payload: 1 }]);
});

test('attempts are counted whoever ends them: a retry, or a worker that died', async () => {
  const { clock, queue, other, put } = setUp();
  await put({ id: 'a', payload: 1 });
  for (const attempt of [1, 2, 3]) {
    const [job] = await (attempt === 2 ? other : queue).claim(lease);
    expect(job?.attempt).toBe(attempt);
    if (attempt === 1 && job !== undefined) await queue.retry(job, 0);
    else clock.advance(100);
  }
});

test('dead jobs are driven again from their first attempt, or dropped; counts follow', async () => {
  const { queue, put } = setUp();
  for (const id of ['a', 'b']) await put({ id, payload: id });
  for (const job of await queue.claim(lease)) await queue.bury(job, 'no such chat');
  expect(await queue.counts()).toEqual({ ready: 0, leased: 0, dead: 2 });
  expect(await queue.dead(5, 'a')).toMatchObject([{ id: 'b' }]);
  expect(await queue.redrive('a')).toBe(true);
  expect(await queue.redrive('a')).toBe(false);
  expect(await queue.drop('b')).toBe(true);
  expect(await queue.counts()).toEqual({ ready: 1, leased: 0, dead: 0 });
  const [job] = await queue.claim(lease);
  expect(job).toMatchObject({ id: 'a', attempt: 1, payload: 'a' });
  expect(await queue.counts()).toEqual({ ready: 0, leased: 1, dead: 0 });
});

test('a full queue refuses what names a maximum; the same id again is known', async () => {
  const { queue } = setUp();
  expect(await queue.enqueue({ id: 'a', payload: 1 }, 2)).toBe('queued');
  expect(await queue.enqueue({ id: 'a', payload: 1 }, 2)).toBe('known');
  expect(await queue.enqueue({ id: 'b', payload: 1 }, 2)).toBe('queued');
  expect(await queue.enqueue({ id: 'c', payload: 1 }, 2)).toBe('full');
  expect(await queue.enqueue({ id: 'kill', payload: 1, lane: 'kill' })).toBe('queued');
  const [job] = await queue.claim({ limit: 1, leaseMs: 100 });
  expect(job?.id).toBe('kill');
  if (job !== undefined) await queue.done(job);
  for (const taken of await queue.claim(lease)) await queue.done(taken);
  expect(await queue.enqueue({ id: 'a', payload: 1 }, 2)).toBe('known');
  expect(await queue.enqueue({ id: 'c', payload: 1 }, 2)).toBe('queued');
});

test('four workers at once take every job exactly once', async () => {
  const { clock, queue, put, store } = setUp();
  for (let index = 0; index < 60; index += 1) await put({ id: `j${index}`, payload: index });
  const seen: string[] = [];
  const workers = Array.from({ length: 4 }, () => new JobQueue({ store, book, name: 'q', clock }));
  const work = async (worker: JobQueue): Promise<void> => {
    for (let idle = 0; idle < 3;) {
      const jobs = await worker.claim({ limit: 5, leaseMs: 1000 });
      idle = jobs.length === 0 ? idle + 1 : 0;
      for (const job of jobs) if (await worker.done(job)) seen.push(job.id);
    }
  };
  await Promise.all(workers.map(work));
  expect(seen).toHaveLength(60);
  expect(new Set(seen).size).toBe(60);
  expect(await queue.counts()).toEqual({ ready: 0, leased: 0, dead: 0 });
});
