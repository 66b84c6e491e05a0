import type { CrashPoint } from '@tradewarden/core';
import { exposureReport } from '@tradewarden/core';
import { expect, test } from 'vitest';
import { bar, setUp } from '../test/line.ts';

const points: readonly CrashPoint[] = ['CP5', 'CP6', 'CP7', 'CP8', 'CP10'];

test.each(points)('%s: one order, and the next executor brings it to its end', async (point) => {
  const line = await setUp();
  const { decisionId } = await line.approve();
  const crash = (reached: CrashPoint): void => {
    if (reached === point) throw new Error(`died at ${point}`);
  };
  const dying = line.executor({ crash });
  const drained = async (): Promise<string> => {
    await dying.drain();
    line.bar(bar('42250', '42300', '42100', '42200'), false);
    await dying.drain();
    line.bar(bar('42200', '44300', '42150', '44250'), false);
    await dying.drain();
    return 'alive';
  };
  await expect(drained()).rejects.toThrow(`died at ${point}`);
  await line.executor().drain();
  line.bar(bar('42250', '42300', '42100', '42200'), false);
  line.bar(bar('42200', '44300', '42150', '44250'), false);
  await line.executor().drain();
  // The lease of the dead worker's job runs out: taken again, it sends nothing.
  line.clock.advance(31_000);
  await line.executor().drain();
  expect(line.orders()).toBe(1);
  expect((await line.executor().monitorExecution(decisionId))?.status).toBe('closed');
  expect(await exposureReport(line.store, line.book)).toMatchObject({
    total: { count: '0' },
    differences: [],
  });
});
