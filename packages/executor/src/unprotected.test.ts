import { exposureReport } from '@tradewarden/core';
import { expect, test } from 'vitest';
import { bar, setUp } from '../test/line.ts';
import { TradeExecutor } from './trade-executor.ts';

test('a filled entry at a venue that attaches no stop counts with its whole notional, with an attached one as planned', async () => {
  for (const attachedProtection of [true, false]) {
    const line = await setUp();
    const { sizing } = await line.approve();
    const venue = { ...line.venue, capabilities: { ...line.venue.capabilities, attachedProtection } };
    const { store, clock } = line;
    const executor = new TradeExecutor({ store, venue, account: 'main', mode: 'paper', clock });
    const heat = async (): Promise<string> => (await exposureReport(store, line.book)).total.riskAtStop;
    await executor.drain();
    expect(await heat()).toBe(sizing?.riskAtStop);
    line.bar(bar('42250', '42300', '42100', '42200'));
    await executor.drain();
    expect(await heat()).toBe(attachedProtection ? sizing?.riskAtStop : sizing?.notional);
    line.bar(bar('42200', '44300', '42150', '44250'));
    await executor.drain();
    expect(await exposureReport(store, line.book)).toMatchObject({
      total: { riskAtStop: '0' },
      differences: [],
    });
  }
});

test('a crash between the two commits counts too much, never too little, and is mended by the next executor', async () => {
  const line = await setUp();
  const { sizing, decisionId } = await line.approve();
  const venue = { ...line.venue, capabilities: { ...line.venue.capabilities, attachedProtection: false } };
  const { store, clock } = line;
  await new TradeExecutor({ store, venue, account: 'main', mode: 'paper', clock }).drain();
  line.bar(bar('42250', '42300', '42100', '42200'), false);
  let commits = 0;
  const dying = {
    ...store,
    description: store.description,
    get: store.get.bind(store),
    counters: store.counters.bind(store),
    scan: store.scan.bind(store),
    read: store.read.bind(store),
    now: store.now.bind(store),
    commit: (commit: Parameters<typeof store.commit>[0]) => {
      commits += 1;
      return commits > 1 ? Promise.reject(new Error('the process is gone')) : store.commit(commit);
    },
  } as typeof store;
  await expect(
    new TradeExecutor({ store: dying, venue, account: 'main', mode: 'paper', clock }).drain(),
  ).rejects.toThrow('gone');
  expect((await exposureReport(store, line.book)).total.riskAtStop).toBe(sizing?.notional);
  expect((await line.ledger.find(decisionId))?.state).toBe('armed');
  await new TradeExecutor({ store, venue, account: 'main', mode: 'paper', clock }).drain();
  expect((await line.ledger.find(decisionId))?.state).toBe('open');
  expect((await exposureReport(store, line.book)).total.riskAtStop).toBe(sizing?.notional);
});
