import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { overriddenDriver } from '../../test/overridden-driver.ts';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { memoryDriver } from '../store/memory-driver.ts';
import { memoryStore } from '../store/memory-store.ts';
import { openStore } from '../store/open-store.ts';
import type { JobDraft, LeasedJob } from './job.ts';
import { JobQueue } from './job-queue.ts';

const runs = process.env['TRADEWARDEN_RUNS'] === 'night' ? 2000 : 150;
const book = { account: 'main', mode: 'paper' } as const;
const lease = { limit: 10, leaseMs: 100 };

function setUp(): { clock: VirtualClock; worker: () => JobQueue; put: (job: JobDraft) => Promise<unknown> } {
  const clock = new VirtualClock(1000);
  const store = memoryStore({ clock });
  const worker = (): JobQueue => new JobQueue({ store, book, name: 'q', clock });
  const first = worker();
  return { clock, worker, put: (job) => first.enqueue(job) };
}
const ids = (jobs: readonly LeasedJob[]): readonly string[] => jobs.map(({ id }) => id);

test('one job of a key at a time, over workers; other keys and jobs without a key go on', async () => {
  const { worker, put } = setUp();
  for (const id of ['a1', 'a2', 'b1']) await put({ id, payload: 1, orderKey: `chat/${id[0]}` });
  await put({ id: 'free', payload: 1 });
  const [mine, other] = [worker(), worker()];
  const jobs = await mine.claim(lease);
  expect(ids(jobs).toSorted()).toEqual(['a1', 'b1', 'free']);
  expect(jobs.find(({ id }) => id === 'a1')).toMatchObject({ orderKey: 'chat/a', attempt: 1 });
  expect(await other.claim(lease)).toEqual([]);
  for (const job of jobs) expect(await mine.done(job)).toBe(true);
  expect(ids(await other.claim(lease))).toEqual(['a2']);
});

test('a job that waits for its next attempt keeps its place and holds its key, and nothing else', async () => {
  const { clock, worker, put } = setUp();
  const queue = worker();
  await put({ id: 'z-first', payload: 1, orderKey: 'a' });
  clock.advance(1);
  await put({ id: 'a-second', payload: 1, orderKey: 'a' });
  const [first] = await queue.claim(lease);
  expect(first?.id).toBe('z-first');
  if (first !== undefined) await queue.retry(first, 500);
  await put({ id: 'other', payload: 1, orderKey: 'b' });
  expect(ids(await worker().claim(lease))).toEqual(['other']);
  clock.advance(500);
  const [again] = await worker().claim(lease);
  expect(again).toMatchObject({ id: 'z-first', attempt: 2 });
  if (again !== undefined) await queue.bury(again, 'given up');
  expect(ids(await queue.claim(lease))).toContain('a-second');
});

test('a worker that dies loses its lease, and the next attempt is the same job', async () => {
  const { clock, worker, put } = setUp();
  for (const id of ['1', '2']) await put({ id, payload: 1, orderKey: 'a' });
  const [dead] = await worker().claim(lease);
  clock.advance(100);
  const [again] = await worker().claim(lease);
  expect(again).toMatchObject({ id: '1', attempt: 2 });
  if (dead === undefined || again === undefined) throw new Error('not claimed');
  expect(await worker().done(dead)).toBe(false);
  expect(await worker().done(again)).toBe(true);
  expect(ids(await worker().claim(lease))).toEqual(['2']);
});

test('keys take turns when a worker takes few at once', async () => {
  const { worker, put } = setUp();
  for (const key of ['a', 'b', 'c'])
    for (const number of [1, 2]) await put({ id: `${key}${number}`, payload: 1, orderKey: key });
  const queue = worker();
  const order: string[] = [];
  for (let turn = 0; turn < 6; turn += 1) {
    const [job] = await queue.claim({ limit: 1, leaseMs: 100 });
    if (job !== undefined && (await queue.done(job))) order.push(job.id);
  }
  expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2']);
});

test('lanes of one key do not wait for each other', async () => {
  const { worker, put } = setUp();
  await put({ id: 'low', payload: 1, orderKey: 'a', lane: 'low' });
  await worker().claim(lease);
  await put({ id: 'kill', payload: 1, orderKey: 'a', lane: 'kill' });
  expect(ids(await worker().claim(lease))).toEqual(['kill']);
});

test('more keys than one look holds, the first hundred of them waiting', async () => {
  const { clock, worker, put } = setUp();
  for (let index = 0; index < 130; index += 1) {
    const key = String(index).padStart(3, '0');
    await put({ id: key, payload: 1, orderKey: key, ...(index < 120 ? { dueAt: 9000 } : {}) });
  }
  expect(await worker().claim({ limit: 50, leaseMs: 100 })).toHaveLength(10);
  clock.moveTo(9000);
  expect(await worker().claim({ limit: 200, leaseMs: 100 })).toHaveLength(130);
});

test('whatever workers do, jobs of a key are settled in order, each once, and the counts are right', async () => {
  const step = fc.tuple(
    fc.constantFrom('put', 'put', 'claim', 'claim', 'done', 'retry', 'bury', 'die', 'wait'),
    fc.integer({ min: 0, max: 2 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { clock, worker, put } = setUp();
      const workers = [worker(), worker(), worker()];
      const held: LeasedJob[][] = [[], [], []];
      const settled = new Map<string, string[]>();
      const settle = ({ id, orderKey = '' }: LeasedJob): void => {
        settled.set(orderKey, [...(settled.get(orderKey) ?? []), id]);
      };
      let [count, dead] = [0, 0];
      const act = async (action: string, which: number): Promise<void> => {
        const [queue, jobs] = [workers[which]!, held[which]!];
        if (action === 'wait') clock.advance(40);
        if (action === 'put') {
          const id = String(count).padStart(4, '0');
          count += 1;
          clock.advance(1);
          await put({ id, payload: 1, orderKey: `key-${which}` });
        }
        if (action === 'claim') jobs.push(...(await queue.claim({ limit: 2, leaseMs: 100 })));
        const job = jobs[0];
        if (job === undefined || !['done', 'retry', 'bury', 'die'].includes(action)) return;
        jobs.shift();
        if (action === 'done' && (await queue.done(job))) settle(job);
        if (action === 'retry') await queue.retry(job, 30);
        if (action === 'bury' && (await queue.bury(job, 'x'))) {
          settle(job);
          dead += 1;
        }
      };
      for (const [action, which] of steps) await act(action, which);
      for (
        let turn = 0;
        turn < 200 && (await workers[0]!.counts()).ready + (await workers[0]!.counts()).leased > 0;
        turn += 1
      ) {
        clock.advance(100);
        held[0] = [];
        await act('claim', 0);
        for (let index = 0; index < 2; index += 1) await act('done', 0);
      }
      const all = [...settled.values()].flat();
      expect(all).toHaveLength(count);
      for (const order of settled.values()) expect(order).toEqual(order.toSorted());
      expect(await workers[0]!.counts()).toEqual({ ready: 0, leased: 0, dead });
    }),
    { numRuns: runs },
  );
});

test('a worker that looked before another leased the first job does not take the second', async () => {
  const clock = new VirtualClock(1000);
  const driver = memoryDriver({ clock });
  const fast = new JobQueue({ store: openStore(driver), book, name: 'q', clock });
  for (const id of ['1', '2']) await fast.enqueue({ id, payload: 1, orderKey: 'a' });
  let taken: readonly LeasedJob[] = [];
  const slowDriver = overriddenDriver(driver, {
    get: async (keys) => {
      const found = await driver.get(keys);
      taken = await fast.claim(lease);
      return found;
    },
  });
  const slow = new JobQueue({ store: openStore(slowDriver), book, name: 'q', clock });
  expect(await slow.claim(lease)).toEqual([]);
  expect(ids(taken)).toEqual(['1']);
});
