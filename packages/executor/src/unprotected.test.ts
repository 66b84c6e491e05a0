import { exposureReport } from '@tradewarden/core';
import { overriddenStore } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { bar, setUp } from '../test/line.ts';

test('a filled entry at a venue that attaches no stop counts with its whole notional, with an attached one as planned', async () => {
  for (const attachedProtection of [true, false]) {
    const line = await setUp();
    const { sizing } = await line.approve();
    const capabilities = { ...line.venue.capabilities, attachedProtection };
    const executor = line.executor({ venue: { capabilities } });
    const heat = async (): Promise<string> => (await exposureReport(line.store, line.book)).total.riskAtStop;
    await executor.drain();
    expect(await heat()).toBe(sizing?.riskAtStop);
    line.bar(bar('42250', '42300', '42100', '42200'));
    await executor.drain();
    expect(await heat()).toBe(attachedProtection ? sizing?.riskAtStop : sizing?.notional);
    line.bar(bar('42200', '44300', '42150', '44250'));
    await executor.drain();
    expect(await exposureReport(line.store, line.book)).toMatchObject({
      total: { riskAtStop: '0' },
      differences: [],
    });
  }
});

test('a crash between the two commits counts too much, never too little, and is mended by the next executor', async () => {
  const line = await setUp();
  const { sizing, decisionId } = await line.approve();
  const { store } = line;
  const venue = { capabilities: { ...line.venue.capabilities, attachedProtection: false } };
  await line.executor({ venue }).drain();
  line.bar(bar('42250', '42300', '42100', '42200'), false);
  let commits = 0;
  const dying = overriddenStore(store, {
    commit: (commit) => {
      commits += 1;
      return commits > 1 ? Promise.reject(new Error('the process is gone')) : store.commit(commit);
    },
  });
  await expect(line.executor({ venue, store: dying }).drain()).rejects.toThrow('gone');
  expect((await exposureReport(store, line.book)).total.riskAtStop).toBe(sizing?.notional);
  expect((await line.ledger.find(decisionId))?.state).toBe('armed');
  await line.executor({ venue }).drain();
  expect((await line.ledger.find(decisionId))?.state).toBe('open');
  expect((await exposureReport(store, line.book)).total.riskAtStop).toBe(sizing?.notional);
});
