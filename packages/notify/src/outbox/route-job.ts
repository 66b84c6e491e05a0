import {
  type Commit,
  enqueueParts,
  type Entry,
  type JobQueue,
  type Json,
  type LeasedJob,
  outboxQueue,
} from '@tradewarden/core';
import { isQuiet, quietEnd } from '../routing/quiet-hours.ts';
import { type Destination, destinationsOf } from '../routing/route.ts';
import { collapse, type Collapsed } from './collapse.ts';
import { digestKey, seenKey, sizeCounter } from './delivery-row.ts';
import { holding } from './held-digest.ts';
import type { OutboxJob } from './outbox-job.ts';
import { rowParts } from './row-parts.ts';
import { recorded, type Setting } from './setting.ts';
import { type Subject, subjectOf } from './subject-of.ts';

const attempts = 6;
/** A commit holds 64 operations; what needs more goes channel by channel. */
const mostOperations = 50;

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
  const seen = subject.fingerprint === undefined ? undefined : seenKey(book, subject.fingerprint);
  const [known] = seen === undefined || payload.only !== undefined ? [] : await store.get([seen]);
  const collapsed = seen === undefined || payload.only !== undefined ? undefined : collapse(known, now);
  const destinations = placesOf(setting, payload, subject);
  const parts: Commit[] = [];
  for (const place of destinations)
    parts.push(await effectsFor(setting, job, payload, subject, place, collapsed));
  const operations = parts.reduce(
    (sum, { puts = [], adds = [], checks = [] }) => sum + puts.length + adds.length + checks.length,
    0,
  );
  if (operations > mostOperations && destinations.length > 1) {
    const jobs = destinations.map(({ channel }) => ({
      id: `${job.id}.${channel}`,
      lane: job.lane,
      ...(job.expiresAt === undefined ? {} : { expiresAt: job.expiresAt }),
      payload: { ...payload, only: [channel] } as unknown as Json,
    }));
    return enqueueParts(book, outboxQueue, jobs, now);
  }
  if (seen !== undefined && collapsed !== undefined) {
    const { value, ttlMs } = collapsed;
    parts.push({
      checks: [{ key: seen, version: known?.version ?? 0 }],
      puts: [{ key: seen, value, ttlMs }],
    });
  }
  if (destinations.length === 0)
    parts.push({ appends: [recorded(setting, job.id, 'notify.unrouted', { kind: payload.kind })] });
  return {
    checks: parts.flatMap(({ checks = [] }) => checks),
    puts: parts.flatMap(({ puts = [] }) => puts),
    adds: parts.flatMap(({ adds = [] }) => adds),
    appends: parts.flatMap(({ appends = [] }) => appends),
  };
}

function placesOf(setting: Setting, payload: OutboxJob, subject: Subject): readonly Destination[] {
  const ids = [...setting.channels.keys()].filter((id) => !subject.except.includes(id));
  return payload.only === undefined
    ? destinationsOf(subject.about, setting.routes, ids)
    : payload.only.filter((id) => ids.includes(id)).map((channel) => ({ channel, mode: 'on' as const }));
}

async function effectsFor(
  setting: Setting,
  job: LeasedJob,
  payload: OutboxJob,
  subject: Subject,
  place: Destination,
  collapsed: Collapsed | undefined,
): Promise<Commit> {
  const { store, book, channels } = setting;
  const channel = channels.get(place.channel);
  if (channel === undefined) return {};
  const message = subject.message(channel.id, collapsed?.repeated);
  const { mode, reason, due } = await modeOf(setting, job, subject, place, collapsed);
  if (mode === 'digest') {
    const key = digestKey(book, channel.id);
    const [entry] = await store.get([key]);
    const value = holding(entry, { title: message.title, severity: message.severity }, due, reason);
    return { checks: [checkOf(key, entry)], puts: [{ key, value }] };
  }
  const expiresAt = job.expiresAt ?? message.expiresAt;
  return rowParts(setting, {
    job: job.id,
    lane: job.lane,
    channel,
    message,
    silent: mode === 'silent',
    expiresAt: message.kind === 'signal' || job.expiresAt !== undefined ? expiresAt : undefined,
    source: message.severity === 'critical' ? payload : undefined,
  });
}

const checkOf = (key: string, entry: Entry | null | undefined): { key: string; version: number } => ({
  key,
  version: entry?.version ?? 0,
});

interface Mode {
  readonly mode: Destination['mode'];
  readonly reason: string;
  readonly due: number;
}

/** How it is said there and now: as routed, unless it is night, the same again, or too much. Critical messages pass. */
async function modeOf(
  { store, book, clock, digestMs, maximumQueued }: Setting,
  job: LeasedJob,
  subject: Subject,
  { channel, mode, quietHours }: Destination,
  collapsed: Collapsed | undefined,
): Promise<Mode> {
  const now = clock.now();
  const due = now + digestMs;
  if (collapsed?.say === false) return { mode: 'digest', reason: 'the same went on', due };
  if (subject.always || subject.about.severity === 'critical') return { mode: 'on', reason: '', due };
  if (quietHours !== undefined && isQuiet(now, quietHours)) {
    const held = mode === 'digest' || quietHours.mode === 'digest';
    return { mode: held ? 'digest' : 'silent', reason: 'it was quiet', due: quietEnd(now, quietHours) };
  }
  if (mode === 'digest') return { mode, reason: 'they were put together', due };
  const [queued = 0] = await store.counters([sizeCounter(book, channel)]);
  const most = job.lane === 'low' ? maximumQueued / 2 : maximumQueued;
  return queued >= most ? { mode: 'digest', reason: 'too many were queued', due } : { mode, reason: '', due };
}
