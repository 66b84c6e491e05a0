import type { Venue } from '@tradewarden/core/venue';
import { scriptedFaults } from '@tradewarden/venue-sim/exchange';
import { expect, it } from 'vitest';
import { orderLine, type OrderTestLine } from '../../test/order-line.ts';
import type { TradeExecutor } from '../trade-executor.ts';

const symbol = 'BTC/USDT';

/** An exchange that would take an id again, where an entry at 42200 fills at once. */
function crossedLine(): OrderTestLine {
  const line = orderLine({ idReuse: 'after-end' });
  line.exchange.quote(symbol, { bid: '42149', ask: '42150' }, line.clock.now());
  return line;
}

const buys = (line: OrderTestLine): readonly number[] =>
  line
    .entries('accepted')
    .filter(({ order }) => order.side === 'BUY')
    .map(({ at }) => at);

async function drainFor(line: OrderTestLine, executor: TradeExecutor, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 250) {
    line.clock.advance(250);
    await executor.drain();
  }
}

it('a request that comes late is not sent a second time while it still may arrive', async () => {
  const line = crossedLine();
  await line.approve();
  const late = scriptedFaults([{ call: 'submit', nth: 1, fate: { kind: 'delayed', ms: 4000 } }]);
  const executor = line.executor({ venue: line.venue(late) });
  await executor.drain();
  await drainFor(line, executor, 12_000);
  expect(buys(line)).toHaveLength(1);
});

it('one whose answer is lost and that has filled meanwhile is found, and guarded', async () => {
  const line = crossedLine();
  await line.approve();
  const lost = scriptedFaults([
    { call: 'submit', nth: 1, fate: { kind: 'answer-lost' } },
    { call: 'fillsSince', nth: 2, fate: { kind: 'stale' } },
  ]);
  const executor = line.executor({ venue: line.venue(lost) });
  await executor.drain();
  await drainFor(line, executor, 1000);
  expect(buys(line)).toHaveLength(1);
  expect(line.exchange.openOrders().map(({ namespace }) => namespace)).toContain('conditional');
});

it('one that never arrived goes again under its id, once two looks after its validity have not found it', async () => {
  const line = crossedLine();
  const { decisionId } = await line.approve();
  const began = line.clock.now();
  const lost = scriptedFaults([{ call: 'submit', nth: 1, fate: { kind: 'request-lost' } }]);
  const executor = line.executor({ venue: line.venue(lost) });
  await executor.drain();
  await drainFor(line, executor, 12_000);
  const { absenceMarginMs, readLagMs } = line.venue().capabilities;
  const [sent = 0] = buys(line);
  expect(buys(line)).toHaveLength(1);
  expect(sent).toBeGreaterThan(began + 5000 + absenceMarginMs + 2 * readLagMs);
  expect(sent).toBeLessThan(began + 9000);
  const journalled = await executor.journal.find(decisionId);
  expect(journalled?.orders[0]?.facts.filter(({ kind }) => kind === 'sending')).toHaveLength(2);
});

it.each(['openOrders', 'lookup', 'fillsSince'] as const)(
  'old answers of %s prove no absence',
  async (call) => {
    const line = crossedLine();
    await line.approve();
    const old = scriptedFaults([
      { call: 'submit', nth: 1, fate: { kind: 'request-lost' } },
      ...Array.from({ length: 200 }, (_, index) => ({
        call,
        nth: index + 3,
        fate: { kind: 'stale' } as const,
      })),
    ]);
    const executor = line.executor({ venue: line.venue(old) });
    await executor.drain();
    await drainFor(line, executor, 12_000);
    expect(buys(line)).toEqual([]);
  },
);

it.each(['sending', 'answered'] as const)(
  'a process that dies at %s leaves a send of which nobody knows: it is looked for, not repeated',
  async (point) => {
    const line = crossedLine();
    await line.approve();
    let dies = true;
    const executor = line.executor({
      venue: line.venue(scriptedFaults([{ call: 'submit', nth: 1, fate: { kind: 'delayed', ms: 4000 } }])),
      crash: (reached) => {
        if (reached === point && dies) {
          dies = false;
          throw new Error('died');
        }
      },
    });
    await expect(executor.drain()).rejects.toThrow('died');
    await executor.drain();
    await drainFor(line, executor, 5000);
    // Sent before it died, it has arrived; not sent, its absence is not proven yet.
    expect(buys(line)).toHaveLength(point === 'answered' ? 1 : 0);
    await drainFor(line, executor, 7000);
    expect(buys(line)).toHaveLength(1);
  },
);

it('a call that hangs counts as unanswered at our own limit, and nothing waits for it', async () => {
  const line = crossedLine();
  const { decisionId } = await line.approve();
  const venue = line.venue();
  const hanging: Venue = { ...venue, submit: () => Promise.withResolvers<never>().promise };
  const executor = line.executor({ venue: hanging });
  const pass = executor.drain();
  let settled = false;
  void pass.then(() => (settled = true));
  await expect
    .poll(async () => (await executor.journal.find(decisionId))?.orders[0]?.facts.at(-1)?.kind)
    .toBe('sending');
  line.clock.advance(11_999);
  expect(settled).toBe(false);
  // Its lookup is one more call, which answers.
  line.clock.advance(1);
  await pass;
  const facts = (await executor.journal.find(decisionId))?.orders[0]?.facts ?? [];
  expect(facts.map(({ kind }) => kind)).toContain('unanswered');
});

it('where requests are good for ever, silence needs a person', async () => {
  const line = crossedLine();
  const { decisionId } = await line.approve();
  const venue = line.venue(scriptedFaults([{ call: 'submit', nth: 1, fate: { kind: 'request-lost' } }]));
  const unbounded: Venue = { ...venue, capabilities: { ...venue.capabilities, unbounded: true } };
  const executor = line.executor({ venue: unbounded });
  await executor.drain();
  await drainFor(line, executor, 20_000);
  expect(buys(line)).toEqual([]);
  line.clock.advance(600_000);
  await executor.drain();
  expect(buys(line)).toEqual([]);
  const facts = (await executor.journal.find(decisionId))?.orders[0]?.facts ?? [];
  expect(facts.at(-1)).toMatchObject({ kind: 'abandoned' });
  expect(await line.latched()).toEqual(['HALTED']);
});
