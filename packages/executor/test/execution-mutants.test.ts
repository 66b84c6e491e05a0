import { openStore, type Store, type VirtualClock } from '@tradewarden/core';
import { approve } from '@tradewarden/core/gate';
import type { Venue } from '@tradewarden/core/venue';
import { checkVenueLedger, syncingDriver, type SyncingDriver } from '@tradewarden/testing';
import { type ScriptedFault, scriptedFaults } from '@tradewarden/venue-sim/exchange';
import { describe, expect, test } from 'vitest';
import type { TradeExecutorOptions } from '../src/trade-executor.ts';
import { ledgerPlans } from './ledger-plans.ts';
import { orderLine, type OrderTestLine, prices } from './order-line.ts';

/** Below the entry: what is sent fills at once. */
const low = prices('42150', '42160', '42140', '42150');
const died = 'died';

interface Scene {
  readonly line: OrderTestLine;
  readonly decisionId: string;
  readonly quantity: string;
}

async function scene(store?: (clock: VirtualClock) => Store): Promise<Scene> {
  const line = orderLine({ idReuse: 'after-end', ...(store === undefined ? {} : { store }) });
  const { decisionId, sizing } = await line.approve();
  await line.bar(low);
  return { line, decisionId, quantity: sizing?.quantity ?? '0' };
}

/** Numbers of the laws that the ledger breaks, as the journal stands in `line`. */
async function laws({ line, decisionId, quantity }: Scene): Promise<readonly number[]> {
  const { journal } = line.executor();
  const verdict = checkVenueLedger({
    ledger: line.exchange.ledger,
    plans: await ledgerPlans(line, journal, new Map([[decisionId, quantity]])),
    instruments: line.instruments,
    until: line.clock.now(),
    isOurs: (id) => id.startsWith('tw'),
  });
  return [...new Set(verdict.violations.map(({ law }) => law))].filter((law) => law !== 16);
}

/** Works for so many seconds. */
async function work(at: Scene, changes: Partial<TradeExecutorOptions>, seconds = 12): Promise<void> {
  const executor = at.line.executor(changes);
  for (let index = 0; index < seconds; index += 1) await at.line.bar(low, () => executor.drain(), 1000);
}

async function dies(at: Scene, changes: Partial<TradeExecutorOptions>): Promise<void> {
  await expect(at.line.executor(changes).drain()).rejects.toThrow(died);
}

const faulty = (line: OrderTestLine, ...script: readonly ScriptedFault[]): Venue =>
  line.venue(scriptedFaults(script));

describe('the absence of an order that is still under way', () => {
  const late: ScriptedFault = { call: 'submit', nth: 1, fate: { kind: 'delayed', ms: 3500 } };

  test('is not believed before its bound', async () => {
    const at = await scene();
    await work(at, { venue: faulty(at.line, late) });
    expect(await laws(at)).toEqual([]);
    expect(at.line.entries('filled').length).toBeGreaterThan(0);
  });

  test('mutant: believed at once, the order is entered twice', async () => {
    const at = await scene();
    const venue = faulty(at.line, late);
    const early = <Told extends { readonly status: string }>(told: Told): Told =>
      'asOf' in told ? { ...told, asOf: Number(told.asOf) + 60_000 } : told;
    const mutant: Venue = {
      ...venue,
      lookup: async (address, signal) => early(await venue.lookup(address, signal)),
      openOrders: async (scope, signal) => early(await venue.openOrders(scope, signal)),
      fillsSince: async (cursor, signal) => early(await venue.fillsSince(cursor, signal)),
    };
    await work(at, { venue: mutant });
    expect(await laws(at)).toEqual(expect.arrayContaining([1, 3]));
  });
});

describe('reads that fail', () => {
  const lost: ScriptedFault = { call: 'submit', nth: 1, fate: { kind: 'answer-lost' } };
  const failed = { status: 'failed', reason: 'no line' } as const;

  test('prove nothing, and nothing is sent again', async () => {
    const at = await scene();
    const venue = faulty(at.line, lost);
    await work(at, { venue: { ...venue, lookup: async () => failed, fillsSince: async () => failed } }, 30);
    expect(at.line.entries('accepted').filter(({ order }) => order.side === 'BUY')).toHaveLength(1);
  });

  test('mutant: taken for "none", the order is entered twice', async () => {
    const at = await scene();
    const venue = faulty(at.line, lost);
    const asOf = (): number => at.line.clock.now();
    await work(
      at,
      {
        venue: {
          ...venue,
          lookup: async () => ({ status: 'not-found', asOf: asOf() }),
          fillsSince: async () => ({
            status: 'complete',
            value: { fills: [], cursor: '0', more: false },
            asOf: asOf(),
          }),
        },
      },
      30,
    );
    expect(await laws(at)).toEqual(expect.arrayContaining([1, 3]));
  });
});

test('mutant: sent before it is journalled, an order is there that no journal knows', async () => {
  const at = await scene();
  const venue = at.line.venue();
  const { entries } = await at.line.executor().stageOrder(at);
  await dies(at, {
    venue,
    crash: async (point) => {
      if (point !== 'armed') return;
      for (const entry of entries) await venue.submit(approve(entry), new AbortController().signal);
      throw new Error(died);
    },
  });
  expect(await laws(at)).toContain(2);
});

describe('power fails with an order on the wire', () => {
  const scenes = async (acknowledge: 'synced' | 'early'): Promise<Scene> => {
    let disk: SyncingDriver | undefined;
    const at = await scene((clock) => {
      disk = syncingDriver({ clock, acknowledge });
      return openStore(disk.driver, { clock });
    });
    await dies(at, {
      crash: (point) => {
        if (point === 'answered') throw new Error(died);
      },
    });
    await disk?.crash();
    return at;
  };

  test('its send is on the disk', async () => {
    const at = await scenes('synced');
    expect(await laws(at)).not.toContain(2);
    expect(at.line.entries('accepted')).toHaveLength(1);
  });

  test('mutant: a driver that acknowledges what is not synced loses it', async () => {
    expect(await laws(await scenes('early'))).toContain(2);
  });
});

describe('a way out that is lost on the wire', () => {
  const leave = async (change: (venue: Venue, at: Scene) => Venue): Promise<Scene> => {
    const at = await scene();
    await work(at, {}, 1);
    const stop = at.line.exchange.openOrders().find(({ namespace }) => namespace === 'conditional');
    expect(stop).toBeDefined();
    const executor = at.line.executor();
    at.line.clock.advance(11_000);
    await executor.journal.record(at.decisionId, { news: [], at: at.line.clock.now(), asked: 'leave' });
    const lost: ScriptedFault = { call: 'submit', nth: 1, fate: { kind: 'request-lost' } };
    await work(at, { venue: change(faulty(at.line, lost), at) }, 20);
    return at;
  };

  test('leaves the stop where it is until all is flat', async () => {
    const at = await leave((venue) => venue);
    expect(await laws(at)).toEqual([]);
    expect(at.line.exchange.positions()).toEqual([]);
  });

  test('mutant: with the stop cancelled first, nothing guards what is held', async () => {
    const at = await leave((venue, { line }) => ({
      ...venue,
      submit: async (order, signal) => {
        if (order.instruction.kind === 'market')
          for (const open of line.exchange.openOrders())
            if (open.namespace === 'conditional') line.exchange.cancel(open, line.clock.now());
        return venue.submit(order, signal);
      },
    }));
    expect(await laws(at)).toContain(4);
  });
});
