import type { LeasedJob } from '@tradewarden/core';
import type { Repeated } from '../alerts/alert-message.ts';
import { isQuiet, quietEnd } from '../routing/quiet-hours.ts';
import { type Destination, destinationsOf } from '../routing/route.ts';
import type { Collapsed } from './collapse.ts';
import { sizeCounter } from './delivery-row.ts';
import type { OutboxJob } from './outbox-job.ts';
import type { Setting } from './setting.ts';
import type { Subject } from './subject-of.ts';

/** Where a message goes and how it is said there. */
export interface Place {
  readonly channel: string;
  readonly mode: Destination['mode'];
  /** Of a digest: why it is held, and until when in epoch ms. */
  readonly reason: string;
  readonly due: number;
}

/** All that is decided of a message before its rows are made; a job that is split carries it, so it is decided once. */
export interface Placed {
  readonly places: readonly Place[];
  readonly repeated?: Repeated;
}

/** The places of a job: as decided when it was split, or else by routes, quiet hours, what collapses and what is queued. */
export async function placedOf(
  setting: Setting,
  job: LeasedJob,
  payload: OutboxJob,
  subject: Subject,
  collapsed: Collapsed | undefined,
): Promise<Placed> {
  const { channels, routes } = setting;
  if (payload.placed !== undefined)
    return {
      ...payload.placed,
      places: payload.placed.places.filter(({ channel }) => channels.has(channel)),
    };
  const ids = [...channels.keys()].filter((id) => !subject.except.includes(id));
  const destinations =
    payload.only === undefined
      ? destinationsOf(subject.about, routes, ids)
      : payload.only.filter((id) => ids.includes(id)).map((channel) => ({ channel, mode: 'on' as const }));
  const places: Place[] = [];
  for (const destination of destinations)
    places.push({
      channel: destination.channel,
      ...(await modeOf(setting, job, subject, destination, collapsed)),
    });
  return { places, ...(collapsed?.repeated === undefined ? {} : { repeated: collapsed.repeated }) };
}

/** How it is said there and now: as routed, unless it is night, the same again, or too much. Critical messages pass. */
async function modeOf(
  { store, book, clock, digestMs, maximumQueued }: Setting,
  job: LeasedJob,
  subject: Subject,
  { channel, mode, quietHours }: Destination,
  collapsed: Collapsed | undefined,
): Promise<Omit<Place, 'channel'>> {
  const now = clock.now();
  const due = now + digestMs;
  if (collapsed?.say === false) return { mode: 'digest', reason: 'the same went on', due };
  if (subject.always || subject.about.severity === 'critical') return { mode: 'on', reason: '', due };
  if (quietHours !== undefined && isQuiet(now, quietHours)) {
    const held = mode === 'digest' || quietHours.mode === 'digest';
    return { mode: held ? 'digest' : 'silent', reason: 'it was quiet', due: quietEnd(now, quietHours) };
  }
  if (mode === 'digest') return { mode, reason: 'they were put together', due };
  // What says that something is wrong must not be held back by what is wrong.
  if (job.lane === 'critical') return { mode, reason: '', due };
  const [queued = 0] = await store.counters([sizeCounter(book, channel)]);
  const most = job.lane === 'low' ? maximumQueued / 2 : maximumQueued;
  return queued >= most ? { mode: 'digest', reason: 'too many were queued', due } : { mode, reason: '', due };
}
