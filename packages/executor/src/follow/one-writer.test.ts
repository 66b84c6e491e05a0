import { expect, it } from 'vitest';
import { orderLine, type OrderTestLine } from '../../test/order-line.ts';

const symbol = 'BTC/USDT';
const buys = (line: OrderTestLine): number =>
  line.entries('accepted').filter(({ order }) => order.side === 'BUY').length;

it('only one process works; when it ends the other goes on at once, when it dies after its lease', async () => {
  const line = orderLine();
  await line.approve();
  const [first, second] = [line.executor(), line.executor()];
  expect((await first.drain()).worked).toBeGreaterThan(0);
  line.exchange.quote(symbol, { bid: '42149', ask: '42150' }, line.clock.now());
  expect(await second.drain()).toEqual({ worked: 0 });
  expect(line.exchange.openOrders()).toEqual([]);
  await first.stop();
  expect((await second.drain()).worked).toBeGreaterThan(0);
  const third = line.executor();
  expect(await third.drain()).toEqual({ worked: 0 });
  line.clock.advance(2001);
  line.exchange.quote(symbol, { bid: '41000', ask: '41001' }, line.clock.now());
  expect((await third.drain()).worked).toBeGreaterThan(0);
});

it('a process that stood still before its send sends nothing once another has taken over', async () => {
  const line = orderLine();
  await line.approve();
  const gate = Promise.withResolvers<undefined>();
  const slow = line.executor({ safeguards: { beforeSend: () => gate.promise } });
  const pass = slow.drain();
  await new Promise((resolve) => setImmediate(resolve));
  line.clock.advance(2001);
  const other = line.executor({ entriesAllowed: () => false });
  await other.drain();
  gate.resolve(undefined);
  await pass;
  expect(buys(line)).toBe(0);
});

it('one that stood still between its durable send and the request comes too late for the venue', async () => {
  const line = orderLine({ idReuse: 'after-end' });
  line.exchange.quote(symbol, { bid: '42149', ask: '42150' }, line.clock.now());
  await line.approve();
  const gate = Promise.withResolvers<undefined>();
  const slow = line.executor({ crash: (point) => (point === 'sending' ? gate.promise : undefined) });
  const pass = slow.drain();
  await new Promise((resolve) => setImmediate(resolve));
  line.clock.advance(2001);
  const other = line.executor();
  for (let index = 0; index < 40; index += 1) {
    await other.drain();
    line.clock.advance(250);
  }
  expect(buys(line)).toBe(1);
  gate.resolve(undefined);
  await pass;
  expect(buys(line)).toBe(1);
  const held = line.exchange.positions().map(({ quantity }) => quantity);
  const bought = line.entries('filled').map(({ fill }) => fill.quantity);
  expect(held).toEqual(bought);
});
