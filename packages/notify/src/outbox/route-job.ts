import {
  type Commit,
  enqueueParts,
  type Entry,
  type JobDraft,
  type JobQueue,
  type Json,
  type LeasedJob,
  outboxQueue,
} from '@tradewarden/core';
import { collapse } from './collapse.ts';
import { digestKey, seenKey } from './delivery-row.ts';
import { holding } from './held-digest.ts';
import { bytesOf, lightJob } from './light-job.ts';
import type { OutboxJob } from './outbox-job.ts';
import { type Place, type Placed, placedOf } from './placed.ts';
import { rowParts } from './row-parts.ts';
import { recorded, type Setting } from './setting.ts';
import { type Subject, subjectOf } from './subject-of.ts';

const attempts = 6;
/** A commit holds 128 operations and 256 KiB, some of which settle the job; a job that needs more is halved, by channels. */
const mostOperations = 100;
const mostBytes = 200_000;

/** Turns one job of the outbox into rows: routed, rendered and split, in the commit that ends the job. */
export async function routeJob(setting: Setting, outbox: JobQueue, job: LeasedJob): Promise<void> {
  const payload = job.payload as unknown as OutboxJob;
  const late = job.expiresAt !== undefined && setting.clock.now() >= job.expiresAt;
  const sources = { ...setting, ...(setting.candles === undefined ? {} : { candles: setting.candles }) };
  const subject = late ? undefined : await subjectOf(sources as Parameters<typeof subjectOf>[0], payload);
  if (subject === undefined) {
    setting.counts.expired += 1;
    await outbox.done(job, {
      appends: [recorded(setting, job.id, 'notify.expired', { kind: payload.kind })],
    });
    return;
  }
  // What was read (a digest, the end of a slot) may have changed meanwhile: then it is read again.
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (await outbox.done(job, await effectsOf(setting, job, payload, subject))) return;
  }
}

async function effectsOf(
  setting: Setting,
  job: LeasedJob,
  payload: OutboxJob,
  subject: Subject,
): Promise<Commit> {
  const { store, book, clock } = setting;
  const now = clock.now();
  const decided = payload.only !== undefined || payload.placed !== undefined;
  const seen = subject.fingerprint === undefined || decided ? undefined : seenKey(book, subject.fingerprint);
  const [known] = seen === undefined ? [] : await store.get([seen]);
  const collapsed = seen === undefined ? undefined : collapse(known, now);
  const placed = await placedOf(setting, job, payload, subject, collapsed);
  const parts: Commit[] = [];
  if (seen !== undefined && collapsed !== undefined) {
    const { value, ttlMs } = collapsed;
    parts.push({
      checks: [{ key: seen, version: known?.version ?? 0 }],
      puts: [{ key: seen, value, ttlMs }],
    });
  }
  const rows: Commit[] = [];
  for (const place of placed.places)
    rows.push(await effectsFor(setting, job, payload, subject, place, placed.repeated));
  const isMuch = operationsOf([...parts, ...rows]) > mostOperations || bytesOf(rows) > mostBytes;
  if (placed.places.length > 1 && isMuch)
    parts.push(enqueueParts(book, outboxQueue, halves(job, payload, placed), now));
  else parts.push(...rows);
  if (placed.places.length === 0)
    parts.push({ appends: [recorded(setting, job.id, 'notify.unrouted', { kind: payload.kind })] });
  return {
    checks: parts.flatMap(({ checks = [] }) => checks),
    puts: parts.flatMap(({ puts = [] }) => puts),
    adds: parts.flatMap(({ adds = [] }) => adds),
    appends: parts.flatMap(({ appends = [] }) => appends),
  };
}

const operationsOf = (parts: readonly Commit[]): number =>
  parts.reduce(
    (sum, { puts = [], adds = [], checks = [] }) => sum + puts.length + adds.length + checks.length,
    0,
  );

/** Two jobs that go on with what was decided, each with half of the places: so any number of channels is reached. */
function halves(job: LeasedJob, payload: OutboxJob, placed: Placed): readonly JobDraft[] {
  const middle = Math.ceil(placed.places.length / 2);
  const expiry = job.expiresAt === undefined ? {} : { expiresAt: job.expiresAt };
  const half = (index: number, places: readonly Place[]): JobDraft => ({
    id: `${job.id}.${index}`,
    lane: job.lane,
    ...expiry,
    payload: { ...lightJob(payload), placed: { ...placed, places } } as unknown as Json,
  });
  return [half(0, placed.places.slice(0, middle)), half(1, placed.places.slice(middle))];
}

async function effectsFor(
  setting: Setting,
  job: LeasedJob,
  payload: OutboxJob,
  subject: Subject,
  place: Place,
  repeated: Placed['repeated'],
): Promise<Commit> {
  const { store, book, channels } = setting;
  const channel = channels.get(place.channel);
  if (channel === undefined) return {};
  const message = subject.message(channel.id, repeated);
  const { mode, reason, due } = place;
  if (mode === 'digest') {
    const key = digestKey(book, channel.id);
    const [entry] = await store.get([key]);
    const value = holding(entry, { title: message.title, severity: message.severity }, due, reason);
    return { checks: [checkOf(key, entry)], puts: [{ key, value }] };
  }
  // Elsewhere it is decided anew how it is said.
  const { placed: _placed, ...source } = payload;
  const expiresAt = job.expiresAt ?? message.expiresAt;
  return rowParts(setting, {
    job: job.id,
    lane: job.lane,
    channel,
    message,
    silent: mode === 'silent',
    expiresAt: message.kind === 'signal' || job.expiresAt !== undefined ? expiresAt : undefined,
    source: message.severity === 'critical' ? lightJob(source) : undefined,
  });
}

const checkOf = (key: string, entry: Entry | null | undefined): { key: string; version: number } => ({
  key,
  version: entry?.version ?? 0,
});
