import { type Alert, alertEvent, type Json, type Message, type MessageSeverity } from '@tradewarden/core';
import { builtInTemplates } from '../templates/built-in-templates.ts';
import type { TemplateView } from '../templates/template-problem.ts';
import type { Template } from '../templates/template.ts';

const marks: Readonly<Record<MessageSeverity, string>> = {
  info: 'ℹ️',
  notice: '🔔',
  warning: '⚠️',
  critical: '🛑',
};

/** Earlier alerts with the same fingerprint that were not sent. */
export interface Repeated {
  readonly count: number;
  readonly since: number;
}

/** An alert as people read it: what happened, about what, how often, and what to do. */
export function alertMessage(
  alert: Alert,
  repeated?: Repeated,
  template: Template = builtInTemplates.alert,
): Message {
  const { kind, severity } = alertEvent(alert);
  const { topic, planId } = alert;
  return {
    kind,
    severity,
    topic,
    ...template.compose(alertView(alert, repeated)),
    fields: [],
    actions: [],
    ...(planId === undefined ? {} : { planId, slot: planId }),
    document: { schemaVersion: 1, alert: alert as unknown as Json },
    dedupeKey: `${topic}.${alert.at}.${alert.subject ?? ''}`,
  };
}

/** What `alert.md` may speak of. */
function alertView(alert: Alert, repeated?: Repeated): TemplateView {
  const { severity, title, remedy } = alertEvent(alert);
  const { topic, at, text, subject, facts = [], detail } = alert;
  return {
    mark: marks[severity],
    severity,
    title,
    topic,
    subject,
    text,
    facts,
    detail,
    remedy,
    at,
    count: repeated?.count,
    since: repeated?.since,
  };
}

/** What makes two alerts one. */
export const fingerprintOf = ({ topic, subject = '', fingerprint }: Alert): string =>
  fingerprint ?? `${topic} ${subject}`;
