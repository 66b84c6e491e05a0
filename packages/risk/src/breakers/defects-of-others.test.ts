import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryStore, TradingLatches, VirtualClock } from '@tradewarden/core';
import type { EquityReading, EquitySource } from '@tradewarden/core/equity';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { ruleOf, startGate } from '../../test/gate-fixture.ts';
import { EquityWatch } from './equity-watch.ts';

const book = { account: 'main', mode: 'notify' } as const;
const start = samplePlan().createdAt;
const minute = 60_000;
type Answer = string | undefined | Error;

/** A watch over a source that gives these answers, one a minute. */
function watching(store: ConstructorParameters<typeof EquityWatch>[0]['store'], clock: VirtualClock) {
  let answer: Answer;
  const source: EquitySource = {
    id: 'test',
    measured: true,
    read: async (): Promise<EquityReading | undefined> => {
      if (answer instanceof Error) throw answer;
      return answer === undefined ? undefined : { equity: answer, netDeposits: '10000', at: clock.now() };
    },
  };
  const watch = new EquityWatch({ ...book, store, source, clock, limits: { 'breakers.confirmations': 1 } });
  return async (...answers: readonly Answer[]): Promise<void> => {
    for (const given of answers) {
      clock.advance(minute);
      answer = given;
      await watch.observe();
    }
  };
}

test('3: a drawdown breaker does not arm itself again: not by a recovery, not from the lower equity, not by a restart', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tradewarden-breaker-'));
  try {
    const clock = new VirtualClock(start);
    const path = join(directory, 'a.db');
    const first = await openSqliteStore({ path, clock });
    await watching(first, clock)('10000', '8400', '8400', '9900', '12000');
    expect((await new TradingLatches({ store: first, book }).find('account'))?.state).toBe('HALTED');
    await first.close();
    const second = await openSqliteStore({ path, clock });
    await watching(second, clock)('12000', '12100');
    expect((await new TradingLatches({ store: second, book }).find('account'))?.state).toBe('HALTED');
    const { decide } = startGate({ store: second, clock });
    const decision = await decide({ createdAt: clock.now(), expiresAt: clock.now() + 60 * minute });
    expect(ruleOf(decision, 'state.trading').code).toBe('STATE_HALTED');
    await second.close();
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('4: a breaker that cannot be computed does not fall silent: failures in a row reduce, and are not forgotten', async () => {
  const clock = new VirtualClock(start);
  const store = memoryStore({ clock });
  const observe = watching(store, clock);
  await observe('10000');
  for (let attempt = 0; attempt < 30; attempt += 1)
    await observe(new Error('profitability is NaN'), undefined, 'NaN', '');
  const latch = await new TradingLatches({ store, book }).find('account');
  expect(latch?.state).toBe('REDUCING');
  await observe('10000', '10000', '10000');
  expect((await new TradingLatches({ store, book }).find('account'))?.state).toBe('REDUCING');
});

test('9: an empty answer is no equity: it does not end a halt, nor keep a real loss from tripping', async () => {
  const clock = new VirtualClock(start);
  const store = memoryStore({ clock });
  const observe = watching(store, clock);
  await observe('10000', '', '8400');
  expect((await new TradingLatches({ store, book }).find('account'))?.state).toBe('HALTED');
  await observe('', undefined, '');
  expect((await new TradingLatches({ store, book }).find('account'))?.state).toBe('HALTED');
});

test('13: drawdown is that of the equity, not a sum of ratios: ten trades of one percent each are not ten percent', async () => {
  const clock = new VirtualClock(start);
  const store = memoryStore({ clock });
  const observe = watching(store, clock);
  // Gains and losses of 4 % in turns: the losses alone add up to 40 %, what is lost in all is 1.6 %.
  let equity = 10_000;
  for (let trade = 0; trade < 10; trade += 1) {
    equity *= trade % 2 === 0 ? 1.025 : 0.975;
    await observe(equity.toFixed(2));
  }
  expect(await new TradingLatches({ store, book }).find('account')).toBeUndefined();
  // And small ones in a row are what they come to.
  for (let trade = 0; trade < 20; trade += 1) {
    equity *= 0.99;
    await observe(equity.toFixed(2));
  }
  expect((await new TradingLatches({ store, book }).find('account'))?.state).toBe('HALTED');
});
