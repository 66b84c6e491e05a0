import type { Lane } from '../queue/job.ts';
import type { MessageKind, MessageSeverity } from './message.ts';

/** How an event is spoken of. A route may send it elsewhere; nothing but this table says what it is. */
export interface AnnouncedEvent {
  readonly kind: MessageKind;
  readonly severity: MessageSeverity;
  readonly lane: Lane;
  readonly title: string;
  /** What the reader should do. */
  readonly remedy?: string;
  /** Said every time: no fingerprint collapses it, no quiet hours hold it back. */
  readonly always?: true;
}

export type AnnouncedEventName =
  | 'plan.approved'
  | 'plan.resized'
  | 'plan.rejected'
  | 'run.finished'
  | 'order.placed'
  | 'order.filled'
  | 'order.closed'
  | 'order.rejected'
  | 'order.unknown'
  | 'stop.missing'
  | 'kill'
  | 'resume'
  | 'halt'
  | 'breaker'
  | 'reconcile'
  | 'audit.broken'
  | 'audit.checkpoint'
  | 'store.failed'
  | 'dead-letters'
  | 'channel.down'
  | 'channel.up'
  | 'target.moved'
  | 'template.broken'
  | 'queue.full'
  | 'test';

/** Every event that is announced. By default each goes to the first route that matches, so to every channel. */
export const announcedEvents: Readonly<Record<AnnouncedEventName, AnnouncedEvent>> = {
  'plan.approved': { kind: 'signal', severity: 'notice', lane: 'normal', title: 'Plan approved' },
  'plan.resized': { kind: 'signal', severity: 'notice', lane: 'normal', title: 'Plan resized' },
  'plan.rejected': { kind: 'signal', severity: 'info', lane: 'low', title: 'Plan rejected' },
  'run.finished': { kind: 'batch-summary', severity: 'info', lane: 'low', title: 'Run finished' },
  'order.placed': { kind: 'order', severity: 'info', lane: 'normal', title: 'Order placed' },
  'order.filled': { kind: 'order', severity: 'notice', lane: 'normal', title: 'Order filled' },
  'order.closed': { kind: 'order', severity: 'notice', lane: 'normal', title: 'Position closed' },
  'order.rejected': {
    kind: 'order',
    severity: 'warning',
    lane: 'normal',
    title: 'Order refused by the venue',
    remedy: 'Read the reason; the capacity of the plan is free again.',
  },
  'order.unknown': {
    kind: 'alert',
    severity: 'critical',
    lane: 'critical',
    title: 'Order in doubt',
    remedy: 'Look at the venue: the answer to an order was lost and nobody knows whether it stands.',
  },
  'stop.missing': {
    kind: 'alert',
    severity: 'critical',
    lane: 'critical',
    title: 'Position without a stop',
    remedy: 'Place a stop at the venue by hand, or close the position.',
    always: true,
  },
  kill: {
    kind: 'alert',
    severity: 'critical',
    lane: 'kill',
    title: 'KILL',
    remedy: 'Nothing new is opened until `tradewarden resume`.',
    always: true,
  },
  resume: { kind: 'alert', severity: 'warning', lane: 'kill', title: 'Resumed', always: true },
  halt: {
    kind: 'alert',
    severity: 'critical',
    lane: 'critical',
    title: 'Trading halted',
    remedy: 'See the reason with `tradewarden status`; `tradewarden resume` lifts it.',
  },
  breaker: {
    kind: 'alert',
    severity: 'warning',
    lane: 'critical',
    title: 'Risk breaker tripped',
    remedy: 'Plans are refused until `tradewarden resume`; `tradewarden status` shows why.',
  },
  reconcile: {
    kind: 'alert',
    severity: 'critical',
    lane: 'critical',
    title: 'The venue and the journal differ',
    remedy: 'Compare `tradewarden positions` with the venue before anything else is placed.',
  },
  'audit.broken': {
    kind: 'alert',
    severity: 'critical',
    lane: 'critical',
    title: 'Audit log broken',
    remedy: 'Keep a copy of the store and run `tradewarden audit verify`.',
  },
  'audit.checkpoint': {
    kind: 'alert',
    severity: 'info',
    lane: 'normal',
    title: 'Audit checkpoint',
    remedy: 'Keep this message: it shows later that nothing before it was changed.',
    always: true,
  },
  'store.failed': {
    kind: 'alert',
    severity: 'critical',
    lane: 'critical',
    title: 'Store failed',
    remedy:
      'Nothing is decided or placed while the store cannot be written: look at disk space and permissions.',
  },
  'dead-letters': {
    kind: 'alert',
    severity: 'warning',
    lane: 'critical',
    title: 'Message given up',
    remedy: 'See `tradewarden notify dead-letters list`; `retry` sends it again.',
  },
  'channel.down': {
    kind: 'alert',
    severity: 'critical',
    lane: 'critical',
    title: 'Channel down',
    remedy: 'Check its token, address and network with `tradewarden notify test`.',
  },
  'channel.up': { kind: 'alert', severity: 'info', lane: 'normal', title: 'Channel works again' },
  'target.moved': {
    kind: 'alert',
    severity: 'warning',
    lane: 'normal',
    title: 'Chat moved',
    remedy: 'Messages follow already; write the new id into the configuration.',
  },
  'template.broken': {
    kind: 'alert',
    severity: 'warning',
    lane: 'normal',
    title: 'Template broken',
    remedy: 'The built-in template is used; mend the file and start again.',
  },
  'queue.full': {
    kind: 'alert',
    severity: 'warning',
    lane: 'critical',
    title: 'Messages are piling up',
    remedy: 'New ones of low urgency are put together into one message.',
  },
  test: { kind: 'alert', severity: 'info', lane: 'critical', title: 'Test message', always: true },
};
