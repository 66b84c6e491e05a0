import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { alertJob, type AuditRecord, enqueueParts, type Store, VirtualClock } from '@tradewarden/core';
import { createDispatcher, deadLetters } from '@tradewarden/notify';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { runsOf } from '@tradewarden/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MessagePlace, type MessagePlaces, openMessagePlaces } from './message-places.ts';
import { MessengerProcess } from './messenger-process.ts';

const book = { account: 'main', mode: 'notify' } as const;
const minutes = 60_000;
const directory = mkdtempSync(join(tmpdir(), 'tradewarden-messengers-'));
const database = join(directory, 'store.db');
let open: MessagePlaces;
beforeAll(async () => {
  open = await openMessagePlaces();
});
afterAll(async () => {
  await open.close();
  rmSync(directory, { recursive: true });
});

/** Three messages more: one to kill, one critical, one that is neither. */
async function say(store: Store, first: number, now: number): Promise<void> {
  const jobs = (['kill', 'stop.missing', 'order.filled'] as const).map((topic, index) =>
    alertJob({ topic, at: now, subject: `subject ${first + index}`, text: `word-${first + index}.` }),
  );
  const parts = enqueueParts(book, 'outbox', jobs, now);
  const key = `main/notify/test/${first}`;
  await store.commit({ ...parts, checks: [{ key, version: 0 }], puts: [{ key, value: 1 }, ...parts.puts] });
}

/** Rows that somebody holds: on their way when their holder died. */
async function leasedRows(store: Store): Promise<number> {
  const rows = await store.scan({ prefix: 'main/notify/q/delivery/w/', limit: 500 });
  return rows.filter(({ value }) => (value as { lease?: unknown }).lease !== undefined).length;
}

/** Kills after so many arrivals: while the answer is held back, or as soon as it was given. */
async function killAfter(
  messenger: MessengerProcess,
  place: MessagePlace,
  count: number,
  isHeld: boolean,
): Promise<void> {
  const until = place.count() + count;
  const reached = async (goal: number): Promise<void> => {
    while (place.count() < goal && !messenger.isGone) await wait(1);
  };
  if (isHeld) {
    await reached(until - 1);
    place.hold();
    await reached(until);
  } else {
    await reached(until);
    await wait(Math.random() * 4);
  }
  await messenger.kill();
}

const wordOf = (text: string): string => /word-\d+\./.exec(text)?.[0] ?? text;
const isMarked = (text: string): boolean => text.includes('possible duplicate');

test(
  'killed between accepted and recorded: nothing is lost, repeats say so, and there are none where the provider drops them',
  { timeout: 20 * minutes },
  async () => {
    const kills = runsOf(30);
    let now = Date.UTC(2026, 0, 5, 12);
    const store = await openSqliteStore({ path: database, deadlineMs: 60_000 });
    let next = new MessengerProcess(directory);
    let said = 0;
    let inFlight = 0;
    try {
      for (let done = 0; done < kills; now += 2 * minutes) {
        await say(store, said, now);
        said += 3;
        const messenger = next;
        next = new MessengerProcess(directory);
        const place = open.places[done % 3]!;
        const way = (['held', 'answered', 'itself'] as const)[Math.floor(done / 3) % 3]!;
        const count = 1 + Math.floor(Math.random() * 3);
        messenger.start({
          database,
          now,
          ...open.addresses,
          ...(way === 'itself' ? { dieAfter: count } : {}),
        });
        if (way !== 'itself') await killAfter(messenger, place, count, way === 'held');
        if ((await messenger.ended()) === 'killed') done += 1;
        if ((await leasedRows(store)) > 0) inFlight += 1;
      }
      next.start({ database, now, ...open.addresses });
      expect(await next.ended()).toBe('done');
    } finally {
      await next.kill();
    }
    // By its own hand is surely in between, held back nearly so; as soon as answered often is.
    expect(inFlight).toBeGreaterThanOrEqual(Math.floor(kills / 2));

    const words = Array.from({ length: said }, (_, index) => `word-${index}.`).toSorted();
    for (const place of open.places) {
      const { name } = place;
      const texts = place.arrived();
      expect([...new Set(texts.map(wordOf))].toSorted(), name).toEqual(words);
      const unmarked = texts.filter((text) => !isMarked(text)).map(wordOf);
      expect(new Set(unmarked).size, name).toBe(unmarked.length);
      for (const word of words)
        expect(
          texts
            .filter((text) => wordOf(text) === word)
            .slice(1)
            .every(isMarked),
          word,
        ).toBe(true);
      if (name === 'discord') {
        expect(texts).toHaveLength(said);
        expect(texts.filter(isMarked)).toEqual([]);
      } else expect(texts.length).toBeGreaterThan(said);
      expect(texts.length - said, name).toBeLessThanOrEqual(kills);
    }
    // A repeated mail is the same mail to its reader.
    expect(new Set(open.mailIds()).size).toBe(said);

    const dispatcher = createDispatcher({ store, ...book, channels: [] });
    expect(await dispatcher.queued()).toBe(0);
    expect(await leasedRows(store)).toBe(0);
    expect(await deadLetters(store, book, new VirtualClock(now)).list(10)).toEqual([]);
    const sent: string[] = [];
    for (let after = 0; ;) {
      const page = await store.read('main/audit', { after, limit: 500 });
      for (const { value } of page) {
        const { type, data } = value as unknown as AuditRecord;
        expect(type).toBe('notify.sent');
        sent.push((data as { delivery: string }).delivery);
      }
      after = page.at(-1)?.sequence ?? after;
      if (page.length === 0) break;
    }
    expect(new Set(sent).size).toBe(3 * said);
    expect(sent).toHaveLength(3 * said);
    await store.close();
  },
);
