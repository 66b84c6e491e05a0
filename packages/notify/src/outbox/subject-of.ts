import {
  alertEvent,
  type Candle,
  type Decision,
  decisionKey,
  type Message,
  type Store,
  type TradePlan,
} from '@tradewarden/core';
import { alertMessage, fingerprintOf, type Repeated } from '../alerts/alert-message.ts';
import { batchSummaryMessage } from '../formatters/batch-summary.ts';
import { planPicture } from '../formatters/plan-picture.ts';
import { signalMessage } from '../formatters/signal-message.ts';
import type { Routable } from '../routing/route.ts';
import type { TemplateSet } from '../templates/template-set.ts';
import { deliveryDeadline } from './delivery-deadline.ts';
import type { QueueBook } from './delivery-row.ts';
import type { OutboxJob } from './outbox-job.ts';

/** What a job speaks of, read once and worded for each channel. */
export interface Subject {
  readonly about: Routable;
  /** Said every time, also at night. */
  readonly always: boolean;
  /** Of alerts that collapse. */
  readonly fingerprint?: string;
  readonly except: readonly string[];
  message(channel: string, repeated?: Repeated): Message;
}

export interface SubjectSources {
  readonly store: Store;
  readonly book: QueueBook;
  readonly templates: TemplateSet;
  /** Closed bars for the picture of a plan; what fails or is slow leaves the picture without bars. */
  readonly candles?: (plan: TradePlan, signal: AbortSignal) => Promise<readonly Candle[]>;
}

/** `undefined` when there is nothing to say any more. */
export async function subjectOf(sources: SubjectSources, job: OutboxJob): Promise<Subject | undefined> {
  const { templates } = sources;
  if (job.kind === 'alert' || job.kind === 'order') {
    const alert = job.subject;
    const { kind, severity, always = false } = alertEvent(alert);
    return {
      about: { kind, severity, topic: alert.topic, symbol: alert.symbol },
      always,
      ...(always ? {} : { fingerprint: fingerprintOf(alert) }),
      except: alert.except ?? [],
      message: (channel, repeated) => alertMessage(alert, repeated, templates.of('alert', channel)),
    };
  }
  if (job.kind === 'batch-summary') {
    const decisions = await decisionsOf(sources, job.summary.top);
    const batch = { runId: job.subject.runId, summary: job.summary, taken: decisions };
    return {
      about: { kind: job.kind, severity: job.severity, topic: 'run.finished' },
      always: false,
      except: [],
      message: (channel) => batchSummaryMessage(batch, templates.of('batch-summary', channel)),
    };
  }
  if (job.kind === 'message') {
    const { kind, severity, topic, picture } = job.subject;
    return {
      about: { kind, severity, topic, symbol: picture?.symbol },
      always: false,
      except: [],
      message: () => job.subject,
    };
  }
  const [decision] = await decisionsOf(sources, [job.subject.decisionId]);
  if (decision === undefined || 'unparsed' in decision.plan) return undefined;
  const { plan } = decision;
  const candles = await candlesOf(sources, plan);
  return {
    about: {
      kind: 'signal',
      severity: job.severity,
      topic: `plan.${decision.verdict}`,
      score: plan.score,
      symbol: plan.symbol,
    },
    always: false,
    except: [],
    message: (channel) => ({
      ...signalMessage(plan, decision, templates.of('signal', channel)),
      picture: planPicture(plan, candles),
    }),
  };
}

const candleMs = 5000;

/** A source that hangs must not keep a message back. */
async function candlesOf({ candles }: SubjectSources, plan: TradePlan): Promise<readonly Candle[]> {
  if (candles === undefined) return [];
  const signal = deliveryDeadline(candleMs);
  const late = Promise.withResolvers<readonly Candle[]>();
  signal.addEventListener('abort', () => late.resolve([]), { once: true });
  try {
    return await Promise.race([candles(plan, signal), late.promise]);
  } catch {
    return [];
  }
}

async function decisionsOf(
  { store, book }: SubjectSources,
  ids: readonly string[],
): Promise<readonly Decision[]> {
  const entries = ids.length === 0 ? [] : await store.get(ids.map((id) => decisionKey(book, id)));
  return entries.flatMap((entry): Decision[] => (entry === null ? [] : [entry.value as unknown as Decision]));
}
