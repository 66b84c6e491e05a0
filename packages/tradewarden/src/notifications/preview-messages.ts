import type { Message } from '@tradewarden/core';
import {
  alertMessage,
  batchSummaryMessage,
  digestMessage,
  planPicture,
  signalMessage,
  type TemplateSet,
} from '@tradewarden/notify';
import { sampleCandles } from './sample-candles.ts';
import { sampleDecisions } from './sample-decisions.ts';

export interface PreviewMessage {
  /** What `--kind` calls it. */
  readonly name: string;
  /** In the words of the channel's own templates. */
  readonly message: (channel: string) => Message;
}

/** One message of every kind that the program sends, in the order people meet them. */
export async function previewMessages(templates: TemplateSet): Promise<readonly PreviewMessage[]> {
  const { runId, summary, decisions } = await sampleDecisions();
  const at = decisions[0]?.plan.createdAt ?? 0;
  const signals = decisions.map((decision): PreviewMessage => ({
    name: decision.verdict === 'rejected' ? 'rejected' : 'signal',
    message: (channel) => ({
      ...signalMessage(decision.plan, decision, templates.of('signal', channel)),
      picture: planPicture(decision.plan, sampleCandles(decision.plan)),
    }),
  }));
  const alerts = [
    {
      topic: 'order.filled',
      at,
      subject: 'BTC/USDT',
      symbol: 'BTC/USDT',
      text: 'Bought 0.0118 BTC at 42195.5; the stop stands at 41750.',
      facts: [
        { label: 'Filled', value: '0.0118 of 0.0118 BTC' },
        { label: 'Fee', value: '0.27 USDT' },
      ],
    },
    {
      topic: 'dead-letters',
      at,
      subject: 'discord',
      text: 'A message was given up: 404 10015 Unknown Webhook',
    },
    { topic: 'kill', at, subject: 'main', text: 'Stopped by the operator: exchange maintenance.' },
  ] as const;
  const taken = decisions.filter(({ verdict }) => verdict !== 'rejected');
  return [
    ...signals.filter((_, index) => index !== 1),
    {
      name: 'batch-summary',
      message: (channel) =>
        batchSummaryMessage({ runId, summary, taken }, templates.of('batch-summary', channel)),
    },
    ...alerts.map((alert): PreviewMessage => ({
      name: alert.topic === 'order.filled' ? 'order' : alert.topic,
      message: (channel) => alertMessage(alert, undefined, templates.of('alert', channel)),
    })),
    {
      name: 'digest',
      message: (channel) =>
        digestMessage(
          {
            id: 'preview',
            reason: 'it was quiet',
            entries: [
              { title: 'Order filled · ETH/USDT', severity: 'notice', times: 2 },
              { title: 'Channel works again · discord', severity: 'info' },
            ],
          },
          templates.of('digest', channel),
        ),
    },
  ];
}
