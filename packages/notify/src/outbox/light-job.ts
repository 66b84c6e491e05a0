import type { Alert } from '@tradewarden/core';
import { shortText } from '../message/cut-text.ts';
import type { OutboxJob } from './outbox-job.ts';

/** A commit holds 256 KiB; a job stands in several of its values. */
const mostBytes = 16_384;
const mostWords = 1000;
const mostFacts = 10;

export const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '');

/** The job as it is, or with its long texts cut, when it is carried on: what it says first stays. */
export function lightJob(job: OutboxJob): OutboxJob {
  if ((job.kind !== 'alert' && job.kind !== 'order') || bytesOf(job) <= mostBytes) return job;
  const { text, subject, detail, facts = [] } = job.subject;
  const alert: Alert = {
    ...job.subject,
    text: shortText(text, mostWords),
    ...(subject === undefined ? {} : { subject: shortText(subject, mostWords) }),
    ...(detail === undefined ? {} : { detail: shortText(detail, mostWords) }),
    facts: facts
      .slice(0, mostFacts)
      .map(({ label, value }) => ({ label: shortText(label, 100), value: shortText(value, 300) })),
  };
  return { ...job, subject: alert };
}
