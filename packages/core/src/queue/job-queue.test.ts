import { expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { memoryStore } from '../store/memory-store.ts';
import { enqueuePuts } from './enqueue-puts.ts';
import type { JobDraft } from './job.ts';
import { JobQueue } from './job-queue.ts';

const book = { account: 'main', mode: 'paper' } as const;
const setUp = (): {
  clock: VirtualClock;
  queue: JobQueue;
  other: JobQueue;
  put: (job: JobDraft) => Promise<unknown>;
} => {
  const clock = new VirtualClock(1000);
  const store = memoryStore({ clock });
  const queue = new JobQueue({ store, book, name: 'q', clock });
  const other = new JobQueue({ store, book, name: 'q', clock });
  return {
    clock,
    queue,
    other,
    put: (job) => store.commit({ puts: enqueuePuts(book, 'q', job, clock.now()) }),
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
