import { createEventBus, type Execution, Secret, secret } from '@tradewarden/core';
import { expect, test } from 'vitest';
import { totalsOf } from './analytics/analytics.ts';
import { countEvents } from './analytics/counters.ts';
import { hitRate } from './analytics/hit-rate.ts';
import { outcomeOf } from './analytics/outcome-of.ts';
import { createLogger } from './logs/json-logger.ts';

const execution = (
  direction: 'LONG' | 'SHORT',
  fills: readonly [string, string, string][],
  status = 'closed',
): Execution =>
  ({
    decisionId: 'd',
    symbol: 'X',
    direction,
    regime: 'trend',
    order: { stop: direction === 'LONG' ? '95' : '105' },
    status,
    fills: fills.map(([reason, price, quantity], index) => ({
      reason,
      price,
      quantity,
      fee: '0.5',
      at: index * 1000,
    })),
  }) as unknown as Execution;

test('R by hand: (exits − entry − fees) ÷ (quantity × |entry − stop|)', () => {
  // 2 × 100 in, 1 × 105 and 1 × 110 out: 15 − 1.5 fees over 2 × 5.
  const win = outcomeOf(
    execution('LONG', [
      ['entry', '100', '2'],
      ['target', '105', '1'],
      ['target', '110', '1'],
    ]),
  );
  expect(win).toMatchObject({ result: 'win', heldMs: 2000 });
  expect(win.r?.toString()).toBe('1.35');
  const loss = outcomeOf(
    execution('SHORT', [
      ['entry', '100', '2'],
      ['stop', '105', '2'],
    ]),
  );
  expect(loss.result).toBe('loss');
  expect(loss.r?.toString()).toBe('-1.1');
  expect(
    outcomeOf(
      execution('LONG', [
        ['entry', '100', '2'],
        ['stop', '100.5', '2'],
      ]),
    ).result,
  ).toBe('scratch');
  expect(outcomeOf(execution('LONG', [], 'expired')).result).toBe('unfilled');
  expect(outcomeOf(execution('LONG', [['entry', '100', '2']], 'open')).result).toBe('open');
});

test('totals add up exactly', () => {
  const outcomes = [
    execution('LONG', [
      ['entry', '100', '2'],
      ['target', '110', '2'],
    ]),
    execution('SHORT', [
      ['entry', '100', '2'],
      ['stop', '105', '2'],
    ]),
  ].map(outcomeOf);
  const totals = totalsOf(outcomes);
  expect(totals).toMatchObject({ wins: 1, losses: 1, executions: 2 });
  expect(totals.totalR.toString()).toBe('0.8');
});

test('the Wilson interval of the literature, and no number from too little', () => {
  const known = hitRate(6, 4);
  expect(known).toMatchObject({ status: 'known', rate: 0.6, sample: 10 });
  expect(known.status === 'known' && [known.low.toFixed(2), known.high.toFixed(2)]).toEqual(['0.31', '0.83']);
  expect(hitRate(0, 0)).toEqual({ status: 'insufficient-sample', sample: 0 });
  expect(hitRate(3, 3, 30)).toEqual({ status: 'insufficient-sample', sample: 6 });
});

test('counts what the bus tells', () => {
  const events = createEventBus();
  const counters = countEvents(events);
  events.publish('plan.decided', { status: 'duplicate' });
  events.publish('plan.decided', { status: 'committed', verdict: 'approved' });
  events.publish('message.settled', { channel: 'a', outcome: 'delivered' });
  expect(counters.read()).toEqual({ 'messages.delivered': 1, 'plans.approved': 1, 'plans.duplicate': 1 });
  counters.detach();
  events.publish('message.settled', { channel: 'a', outcome: 'delivered' });
  expect(counters.read()['messages.delivered']).toBe(1);
});

test('one JSON line a call, with levels by name and no secret in it', () => {
  const lines: string[] = [];
  const logger = createLogger({ level: 'INFO', write: (line) => void lines.push(line), now: () => 0 });
  logger.debug('too quiet');
  logger.warn('hello', {
    stage: 'gate',
    token: secret('canary-1'),
    error: Object.assign(new Error('bad'), { request: 'canary-2' }),
  });
  logger.critical('down');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      level: 'WARNING',
      timestamp: '1970-01-01T00:00:00.000Z',
      stage: 'gate',
      token: '[secret]',
      error: { name: 'Error', message: 'bad' },
      message: 'hello',
    },
    { level: 'CRITICAL', timestamp: '1970-01-01T00:00:00.000Z', message: 'down' },
  ]);
  expect(lines.join('')).not.toContain('canary');
  expect(`${new Secret('x').toString()}${JSON.stringify({ a: secret('x') })}`).toBe(
    '[secret]{"a":"[secret]"}',
  );
});
