import { expect, test } from 'vitest';
import { planOf, reservingPipeline, start } from '../../test/runner-fixture.ts';
import { followUp } from '../pipeline/follow-up.ts';
import { liveCounter, lowLaneMaximum } from '../queue/enqueue-parts.ts';
import { JobQueue } from '../queue/job-queue.ts';
import type { Store } from '../store/store.ts';

async function fill(store: Store, queue: string): Promise<void> {
  const counter = liveCounter({ account: 'main', mode: 'paper' }, queue);
  const key = `main/fill/${queue}`;
  await store.commit({
    checks: [{ key, version: 0 }],
    puts: [{ key, value: null }],
    adds: [{ counter, delta: lowLaneMaximum }],
  });
}

test('a flooded queue costs the low lane its jobs, is told, and stops no decision', async () => {
  const pipeline = reservingPipeline().followUp(
    followUp('say', ({ decision }, draft) => {
      draft.enqueue('out', { id: `low-${decision.plan.planId}`, payload: 1, lane: 'low' });
      draft.enqueue('out', { id: `normal-${decision.plan.planId}`, payload: 1, orderKey: 'chat' });
    }),
  );
  const { runner, store, clock } = start(pipeline);
  await fill(store, 'out');
  expect(await runner.run(planOf('a'))).toMatchObject({ status: 'committed', verdict: 'approved' });
  const queue = new JobQueue({ store, book: runner.book, name: 'out', clock });
  const [job] = await queue.claim({ limit: 5, leaseMs: 100 });
  expect(job).toMatchObject({ id: 'normal-a', orderKey: 'chat' });
  const records = await store.read('main/audit', { after: 0, limit: 10 });
  expect(records.map(({ value }) => value).at(-1)).toMatchObject({
    type: 'queue.refused',
    data: { queue: 'out', lane: 'low', count: 1, maximum: lowLaneMaximum },
  });
  expect(await store.counters(['main/paper/exp/total/count'])).toEqual([1]);
});

test('a full outbox costs a run its summary message, never its record', async () => {
  const { runner, store } = start();
  await fill(store, 'outbox');
  const { runId } = await runner.runAll([planOf('a')]);
  expect(await store.get([`main/paper/run/${runId}`])).not.toEqual([null]);
  const counter = liveCounter(runner.book, 'outbox');
  expect(await store.counters([counter])).toEqual([lowLaneMaximum]);
});
