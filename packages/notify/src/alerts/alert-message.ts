import {
  type Alert,
  alertEvent,
  type Json,
  type Message,
  type MessageBody,
  type MessageInline,
  type MessageSeverity,
} from '@tradewarden/core';
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
  const { kind, severity, remedy } = alertEvent(alert);
  const { topic, planId } = alert;
  const { title, body } = template.compose(alertView(alert, repeated));
  return {
    kind,
    severity,
    topic,
    title,
    body: remedy === undefined ? body : withCommands(body, remedy),
    fields: [],
    actions: [],
    ...(planId === undefined ? {} : { planId, slot: planId }),
    document: { schemaVersion: 1, alert: alert as unknown as Json },
    dedupeKey: `${topic}.${alert.at}.${alert.subject ?? ''}`,
  };
}

/**
 * Commands in a remedy as code. Only the words of our own table are read so: a value that people or programs wrote is
 * text, whatever it looks like.
 */
function withCommands(body: MessageBody, remedy: string): MessageBody {
  const inlines = (inline: MessageInline): readonly MessageInline[] => {
    if (inline.type !== 'text' || !inline.value.endsWith(remedy)) return [inline];
    const before = inline.value.slice(0, -remedy.length);
    const pieces = remedy.split('`').map((value, index): MessageInline => ({
      type: index % 2 === 1 ? 'inlineCode' : 'text',
      value: index === 0 ? `${before}${value}` : value,
    }));
    return pieces.filter((piece) => !('value' in piece) || piece.value !== '');
  };
  const children = body.children.map((block) =>
    block.type === 'paragraph' ? { ...block, children: block.children.flatMap(inlines) } : block,
  );
  return { type: 'root', children };
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
