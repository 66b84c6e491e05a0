import { UnapprovedError } from '@tradewarden/core';
import { expect, test } from 'vitest';
import { orderLine, type OrderTestLine, prices } from '../../test/order-line.ts';

const by = { reason: 'test', actor: { kind: 'user', id: 'test' } } as const;
const around = prices('42300', '42310', '42290', '42300');
const entered = prices('42150', '42160', '42140', '42150');

const buys = (line: OrderTestLine): number =>
  line.entries('accepted').filter(({ order }) => order.side === 'BUY').length;

/** Lets a second pass at a time, and the executor work, until something that goes on beside it has ended. */
async function during<Value>(
  line: OrderTestLine,
  drain: () => Promise<unknown>,
  work: Promise<Value>,
): Promise<Value> {
  const ended = new AbortController();
  const over = work.finally(() => ended.abort());
  while (!ended.signal.aborted) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    line.clock.advance(100);
    await drain();
  }
  return over;
}

test('an executor kills while it works, and lets trading go on in two steps', async () => {
  const line = orderLine();
  const executor = line.executor();
  const drain = (): Promise<unknown> => executor.drain();
  await line.approve();
  await line.bar(entered, drain, 1000);
  expect(line.exchange.positions()).toHaveLength(1);
  const report = await during(line, drain, executor.kill({ mode: 'flatten', ...by }));
  expect(report).toMatchObject({ status: 'KILLED_CLEAN', latched: { store: true } });
  expect(line.exchange.positions()).toEqual([]);
  expect(line.exchange.openOrders()).toEqual([]);
  await expect(line.approve({ planId: 'second' })).rejects.toThrow('not approved');
  const requested = await executor.resume.request(by);
  if (requested.status === 'nothing-latched') throw new Error('it was latched');
  expect(await executor.resume.confirm({ ...by, token: requested.token })).toMatchObject({
    status: 'released',
  });
  line.clock.advance(3_600_000);
  line.exchange.advanceTo(line.clock.now());
  const createdAt = line.clock.now();
  await line.approve({ planId: 'third', createdAt, expiresAt: createdAt + 3_600_000 });
  await drain();
  expect(buys(line)).toBe(2);
});

test('in dry-run there is nothing to kill', async () => {
  const line = orderLine({ mode: 'dry-run' });
  await line.approve();
  await line.bar(around);
  await expect(line.executor().kill({ mode: 'entries', ...by })).rejects.toThrow(UnapprovedError);
});
