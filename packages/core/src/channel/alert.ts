import { sha256Hex } from '../hash/sha256.ts';
import type { Json } from '../domain/json.ts';
import type { JobDraft } from '../queue/job.ts';
import { type AnnouncedEvent, type AnnouncedEventName, announcedEvents } from './announced-events.ts';
import type { MessageSeverity } from './message.ts';

/** The queue that commits leave their announcements in. */
export const outboxQueue = 'outbox';

/** Something to say that is no plan: unrendered, addressed to nobody. */
export interface Alert {
  /** A name of {@link announcedEvents}, or `vendor/name` of a plugin's own. */
  readonly topic: AnnouncedEventName | `${string}/${string}`;
  /** Epoch ms. */
  readonly at: number;
  /** What happened, in a sentence or two: plain text. */
  readonly text: string;
  /** What it is about, such as a symbol or a channel; stands behind the title. */
  readonly subject?: string;
  /** Default: what the table says of the topic; `warning` for a plugin's own. */
  readonly severity?: MessageSeverity;
  readonly facts?: readonly { readonly label: string; readonly value: string }[];
  /** Shown as code, shortened first. */
  readonly detail?: string;
  readonly symbol?: string;
  readonly planId?: string;
  /** Alerts with one fingerprint collapse; default: topic and subject. */
  readonly fingerprint?: string;
  /** Channels that do not get it, such as the one it is about. */
  readonly except?: readonly string[];
}

/** What the table says of a topic. */
export const alertEvent = ({ topic, severity }: Pick<Alert, 'topic' | 'severity'>): AnnouncedEvent => {
  const known: AnnouncedEvent = Object.hasOwn(announcedEvents, topic)
    ? announcedEvents[topic as AnnouncedEventName]
    : { kind: 'alert', severity: 'warning', lane: 'normal', title: topic };
  if (severity === undefined || severity === known.severity) return known;
  return {
    ...known,
    severity,
    lane: severity === 'critical' && known.lane !== 'kill' ? 'critical' : known.lane,
  };
};

/** The job that announces an alert, for the commit of whatever caused it; the same alert again is the same job. */
export function alertJob(alert: Alert): JobDraft {
  const { kind, severity, lane } = alertEvent(alert);
  const { topic, at, subject = '', text } = alert;
  return {
    id: `${topic}.${at}.${sha256Hex(`${subject}\n${text}`).slice(0, 16)}`,
    lane,
    payload: { kind, severity, subject: alert } as unknown as Json,
  };
}
