import { alertEvent, alertJob, announcedEvents, plainText } from '@tradewarden/core';
import { expect, test } from 'vitest';
import { digestMessage } from '../formatters/digest.ts';
import { alertMessage, fingerprintOf } from './alert-message.ts';

test('an alert says what, about what, how often and what to do', () => {
  const message = alertMessage(
    {
      topic: 'channel.down',
      at: 1_737_296_625_123,
      subject: 'telegram',
      text: 'The login was refused.',
      facts: [{ label: 'Since', value: '14:23' }],
      detail: '401 Unauthorized',
    },
    { count: 7, since: 1_737_296_000_000 },
  );
  expect(plainText(message)).toMatchInlineSnapshot(`
    "🛑 Channel down · telegram
    The login was refused.
    • Since 14:23
    7 times since 2025-01-19 14:13 UTC
    What to do: Check its token, address and network with tradewarden notify test.
    401 Unauthorized
    2025-01-19 14:23 UTC"
  `);
  expect(message).toMatchObject({ kind: 'alert', severity: 'critical', topic: 'channel.down' });
});

test('a command of the table is code, one in the words of others is text', () => {
  const { body } = alertMessage({ topic: 'kill', at: 0, text: 'see `rm -rf /`' });
  expect(body.children).toContainEqual({
    type: 'paragraph',
    children: [{ type: 'text', value: 'see `rm -rf /`' }],
  });
  const remedy = body.children.flatMap((block) => (block.type === 'paragraph' ? block.children : []));
  expect(remedy).toContainEqual({ type: 'inlineCode', value: 'tradewarden resume' });
});

test('every event of the table has its kind, severity and lane; kill goes first', () => {
  expect(announcedEvents.kill).toMatchObject({
    kind: 'alert',
    severity: 'critical',
    lane: 'kill',
    always: true,
  });
  for (const [topic, { severity, lane }] of Object.entries(announcedEvents))
    if (severity === 'critical') expect([topic, ['kill', 'critical'].includes(lane)]).toEqual([topic, true]);
  expect(alertEvent({ topic: 'vendor/own' })).toMatchObject({ severity: 'warning', title: 'vendor/own' });
  expect(alertEvent({ topic: 'vendor/own', severity: 'critical' }).lane).toBe('critical');
  expect(alertEvent({ topic: 'kill', severity: 'critical' }).lane).toBe('kill');
});

test('the same alert is the same job; a fingerprint leaves out the time', () => {
  const alert = { topic: 'halt', at: 5, subject: 'main', text: 'drawdown' } as const;
  expect(alertJob(alert)).toEqual(alertJob({ ...alert }));
  expect(alertJob(alert).id).not.toBe(alertJob({ ...alert, at: 6 }).id);
  expect(fingerprintOf(alert)).toBe(fingerprintOf({ ...alert, at: 6, text: 'more' }));
});

test('a digest counts equal titles and puts the gravest first', () => {
  const entry = (title: string, severity: 'info' | 'critical') => ({ title, severity });
  const entries = [entry('a', 'info'), entry('b', 'critical'), entry('a', 'info'), entry('c', 'info')];
  expect(plainText(digestMessage({ id: 'd', entries, reason: 'it was quiet', limit: 2 }))).toBe(
    '4 messages while it was quiet\n• b\n• a × 2\n+ 1 more',
  );
});
