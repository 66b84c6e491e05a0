import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { memoryStore, TradingLatches, VirtualClock } from '@tradewarden/core';
import { KillFlag, lastKill } from '@tradewarden/executor';
import { outcomeGuard } from '@tradewarden/risk';
import { Exchange, exchangeVenue, type Fate } from '@tradewarden/venue-sim/exchange';
import { afterAll, expect, test } from 'vitest';
import { KillWatch, type KillWatchOptions } from './kill-watch.ts';

const directory = mkdtempSync(join(tmpdir(), 'tradewarden-watch-'));
afterAll(() => rmSync(directory, { recursive: true }));
const book = { account: 'main', mode: 'paper' } as const;
let files = 0;

function stand(changes: Partial<KillWatchOptions> = {}) {
  const clock = new VirtualClock(1_737_296_625_123);
  const store = memoryStore({ clock });
  const fate: { now: Fate } = { now: { kind: 'answered' } };
  const exchange = new Exchange({ instruments: [] });
  const venue = exchangeVenue(exchange, { clock, faults: { fate: () => fate.now } });
  const [said, alerts]: [string[], string[]] = [[], []];
  const flag = new KillFlag(join(directory, `flag-${(files += 1)}`));
  const watch = new KillWatch({
    flag,
    store,
    book,
    venue,
    clock,
    closing: outcomeGuard({}),
    say: (event, text) => void said.push(`${event} ${text}`),
    tell: async ({ text }) => void alerts.push(text),
    ...changes,
  });
  /** Lets time pass until the kills that run have reported. */
  const reported = async (): Promise<void> => {
    const over = new AbortController();
    const ended = watch.ended().then(() => over.abort());
    while (!over.signal.aborted) {
      clock.advance(1000);
      await wait(1);
    }
    await ended;
  };
  return { clock, store, fate, said, alerts, flag, watch, reported };
}
const raised = { reason: 'drill', actor: 'ann', at: 1 };

test('what a kill has left is gone on with while the flag is up, and told when it has changed', async () => {
  const { clock, fate, said, alerts, flag, watch, reported } = stand();
  await watch.turn();
  fate.now = { kind: 'request-lost' };
  flag.raise(raised);
  await watch.turn();
  await reported();
  expect(alerts).toHaveLength(1);
  expect(alerts[0]).toMatch(/^KILLED_WITH_RESIDUAL\..* Asked for by ann: drill$/);
  await watch.turn();
  fate.now = { kind: 'answered' };
  clock.advance(5000);
  await watch.turn();
  await reported();
  expect(alerts[1]).toMatch(/^KILLED_CLEAN/);
  expect(said.filter((text) => text.startsWith('killing'))).toHaveLength(2);
  clock.advance(60_000);
  await watch.turn();
  expect(said.filter((text) => text.startsWith('killing'))).toHaveLength(2);
  flag.lower();
  await watch.turn();
  expect(said.at(-1)).toMatch(/^flag-down/);
});

test('one that asks for more begins while the first still works', async () => {
  const { fate, flag, store, watch, reported } = stand();
  fate.now = { kind: 'request-lost' };
  flag.raise(raised);
  await watch.turn();
  flag.raise({ ...raised, mode: 'flatten' });
  await watch.turn();
  fate.now = { kind: 'answered' };
  await reported();
  expect(await lastKill(store, book)).toMatchObject({ status: 'KILLED_CLEAN' });
});

test('where nothing is at a venue a kill is a latch, once', async () => {
  const { flag, store, alerts, watch, clock } = stand();
  const quiet = new KillWatch({
    flag,
    store,
    book: { account: 'main', mode: 'notify' },
    clock,
    closing: outcomeGuard({}),
    say: () => {},
    tell: async ({ text }) => void alerts.push(text),
  });
  flag.raise(raised);
  await quiet.turn();
  await quiet.turn();
  expect(alerts).toEqual(['drill (ann)']);
  const latches = new TradingLatches({ store, book: { account: 'main', mode: 'notify' } });
  expect(await latches.find('account')).toMatchObject({ state: 'HALTED', causes: [{ cause: 'kill' }] });
  expect(watch.entriesAllowed()).toBe(false);
});
