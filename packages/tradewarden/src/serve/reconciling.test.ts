import { VirtualClock } from '@tradewarden/core';
import { differencePolicies, type Reconciliation } from '@tradewarden/executor';
import type { Venue } from '@tradewarden/core/venue';
import { expect, test } from 'vitest';
import { Reconciling } from './reconciling.ts';
import { watchedVenue } from './watched-venue.ts';

const complete: Reconciliation = { status: 'complete', differences: [], fresh: [] };
const failed: Reconciliation = { status: 'failed', reason: 'no answer' };

function stand() {
  const clock = new VirtualClock(1_000_000);
  const events: string[] = [];
  const alerts: string[] = [];
  const told: { answer: Reconciliation; count: number } = { answer: failed, count: 0 };
  let hasSucceeded = false;
  const reconciling = new Reconciling({
    clock,
    reconciler: {
      entriesAllowed: () => hasSucceeded,
      reconcile: async () => {
        told.count += 1;
        hasSucceeded ||= told.answer.status === 'complete';
        return told.answer;
      },
    },
    say: (event) => void events.push(event),
    tell: async ({ text }) => void alerts.push(text),
  });
  return { clock, events, alerts, told, reconciling };
}

test('no entries before it has succeeded; a failure is said once and tried again after a second', async () => {
  const { clock, events, told, reconciling } = stand();
  expect(await reconciling.turn()).toBe(false);
  await reconciling.turn();
  expect([told.count, reconciling.entriesAllowed()]).toEqual([1, false]);
  clock.advance(1000);
  await reconciling.turn();
  told.answer = complete;
  clock.advance(1000);
  expect(await reconciling.turn()).toBe(true);
  expect([told.count, reconciling.entriesAllowed(), events]).toEqual([
    3,
    true,
    ['not-reconciled', 'reconciled'],
  ]);
  clock.advance(59_000);
  await reconciling.turn();
  expect(told.count).toBe(3);
  clock.advance(1000);
  expect(await reconciling.turn()).toBe(false);
  expect(told.count).toBe(4);
});

test('a venue that did not answer is reconciled again, soon, and nothing is entered until then', async () => {
  const { clock, events, told, reconciling } = stand();
  told.answer = complete;
  await reconciling.turn();
  const { signal } = new AbortController();
  const answers: string[] = ['complete', 'failed', 'complete'];
  const positions = async (): Promise<never> => ({ status: answers.shift(), reason: 'gone' }) as never;
  const venue = watchedVenue({ positions } as unknown as Venue, reconciling.venueFailed);
  await venue.positions(signal);
  expect(reconciling.entriesAllowed()).toBe(true);
  await venue.positions(signal);
  await venue.positions(signal);
  expect([reconciling.entriesAllowed(), events.at(-1)]).toEqual([false, 'venue-failed']);
  clock.advance(1000);
  expect(await reconciling.turn()).toBe(true);
  expect(reconciling.entriesAllowed()).toBe(true);
});

test('a call that does not end in its time, or throws, is no answer either', async () => {
  const said: string[] = [];
  const limit = new AbortController();
  const venue = watchedVenue(
    {
      balances: () => new Promise<never>(() => {}),
      identity: async (): Promise<never> => {
        throw new Error('broken');
      },
    } as unknown as Venue,
    (reason) => void said.push(reason),
  );
  void venue.balances(limit.signal);
  limit.abort();
  await expect(venue.identity(new AbortController().signal)).rejects.toThrow('broken');
  expect(said).toEqual(['no answer in time', 'broken']);
});

test('what is new is said, and what latches is announced', async () => {
  const { alerts, events, told, reconciling } = stand();
  const fresh = (['FOREIGN_ORDER', 'MISSING_LOCALLY'] as const).map((kind) => ({
    kind,
    policy: differencePolicies[kind],
    subject: 'A/B',
    text: 'order 1',
  }));
  told.answer = { status: 'complete', differences: fresh, fresh };
  await reconciling.turn();
  expect(events).toEqual(['reconciled', 'difference', 'difference']);
  expect(alerts).toEqual(['MISSING_LOCALLY: order 1']);
});
