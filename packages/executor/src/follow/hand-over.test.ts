import { Decimal, type Execution, exposureReport } from '@tradewarden/core';
import type { Venue } from '@tradewarden/core/venue';
import { checkVenueLedger } from '@tradewarden/testing';
import { scriptedFaults } from '@tradewarden/venue-sim/exchange';
import { expect, it } from 'vitest';
import { ledgerPlans } from '../../test/ledger-plans.ts';
import { orderLine, type OrderTestLine, prices } from '../../test/order-line.ts';

const entered = prices('42150', '42160', '42140', '42150');
const fallen = prices('42150', '42160', '41700', '41710');

/** The answer to the `nth` order is lost, and whatever is asked about orders afterwards fails. */
function blind(line: OrderTestLine, nth: number): Venue {
  const venue = line.venue(scriptedFaults([{ call: 'submit', nth, fate: { kind: 'answer-lost' } }]));
  const failed = { status: 'failed', reason: 'unreachable' } as const;
  let sent = 0;
  return {
    ...venue,
    submit: (order, signal) => {
      sent += 1;
      return venue.submit(order, signal);
    },
    openOrders: async (scope, signal) => (sent < nth ? venue.openOrders(scope, signal) : failed),
    lookup: async (address, signal) => (sent < nth ? venue.lookup(address, signal) : failed),
  };
}

/** Two plans that hold the same symbol, the second of which has two whole stops at the venue. */
async function doubled(secondStop: string): Promise<{ line: OrderTestLine; approved: Map<string, string> }> {
  const line = orderLine({ severalPlans: true });
  const approved = new Map<string, string>();
  const approve = async (planId: string, stop: string): Promise<void> => {
    const { decisionId, sizing } = await line.approve({ planId, stop: { price: stop } });
    approved.set(decisionId, sizing?.quantity ?? '0');
  };
  const first = line.executor();
  await approve('first', '41800');
  await line.bar(entered, () => first.drain(), 1000);
  await first.stop();
  await approve('second', secondStop);
  const dazed = line.executor({ venue: blind(line, 2) });
  for (let index = 0; index < 3; index += 1) await line.bar(entered, () => dazed.drain(), 1000);
  await dazed.stop();
  expect(line.exchange.openOrders().filter(({ namespace }) => namespace === 'conditional')).toHaveLength(3);
  return { line, approved };
}

const executionsOf = async (
  line: OrderTestLine,
  approved: ReadonlyMap<string, string>,
): Promise<readonly Execution[]> => {
  const found = await Promise.all([...approved.keys()].map((id) => line.executor().findExecution(id)));
  return found.filter((execution) => execution !== undefined);
};

const sum = (amounts: readonly string[]): string =>
  amounts.reduce((total, amount) => total.plus(amount), Decimal.zero).toString();

it.each(['41800', '41850'])(
  'what two stops of one plan (at %s) close of another is counted with that one, in every way',
  async (stop) => {
    const { line, approved } = await doubled(stop);
    await line.bar(fallen);
    const executor = line.executor();
    for (let index = 0; index < 20; index += 1) await line.bar(fallen, () => executor.drain(), 1000);
    const executions = await executionsOf(line, approved);
    expect(executions.map(({ status }) => status)).toEqual(['closed', 'closed']);
    const quantities = executions.map(({ fills }) => [
      sum(fills.filter(({ reason }) => reason === 'entry').map(({ quantity }) => quantity)),
      sum(fills.filter(({ reason }) => reason !== 'entry').map(({ quantity }) => quantity)),
    ]);
    expect(quantities).toEqual([...approved.values()].map((quantity) => [quantity, quantity]));
    const traded = line.entries('filled').map(({ fill }) => fill.fee);
    expect(sum(executions.flatMap(({ fills }) => fills.map(({ fee }) => fee)))).toBe(sum(traded));
    expect(line.exchange.positions()).toEqual([]);
    expect(await line.latched()).toEqual([]);
    expect(await exposureReport(line.store, line.book)).toMatchObject({
      total: { notional: '0', count: '0' },
      differences: [],
    });
    const verdict = checkVenueLedger({
      ledger: line.exchange.ledger,
      plans: await ledgerPlans(line, executor.journal, approved),
      instruments: line.instruments,
      until: line.clock.now(),
      isOver: true,
    });
    expect(verdict.violations).toEqual([]);
    expect(executions[0]?.fills.at(-1)?.reason).toBe(stop === '41850' ? 'exit' : 'stop');
  },
);
