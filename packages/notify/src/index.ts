export { alertMessage, type Repeated } from './alerts/alert-message.ts';
export { connectionFault } from './channels/connection-fault.ts';
export { drawnPicture } from './channels/drawn-picture.ts';
export { verifyOutcome } from './channels/verify-outcome.ts';
export { consoleChannel, type ConsoleChannelOptions } from './channels/console-channel.ts';
export { type BatchSummary, batchSummaryMessage, type TakenPlan } from './formatters/batch-summary.ts';
export { planPicture } from './formatters/plan-picture.ts';
export { type Digest, type DigestEntry, digestMessage } from './formatters/digest.ts';
export {
  formatConfluenceBreakdown,
  formatJson,
  formatMarkdown,
  formatRationale,
  formatRiskMetrics,
  signalMessage,
} from './formatters/signal-message.ts';
export { body, cleanText, list, paragraph, strong, text } from './message/build.ts';
export { graphemes, shortText } from './message/cut-text.ts';
export { type SplitMessage, splitMessage, type SplitOptions } from './message/split-message.ts';
export { webAddress } from './message/web-address.ts';
export { messageJob } from './outbox/message-job.ts';
export { announce, type AnnounceOptions } from './outbox/announce.ts';
export {
  createDispatcher,
  type DeliveryCounts,
  type Dispatcher,
  type DispatcherOptions,
} from './outbox/dispatcher.ts';
export { type DeadLetter, type DeadLetters, deadLetters } from './outbox/dead-letters.ts';
export { isQuiet, type QuietHours, quietHoursProblem } from './routing/quiet-hours.ts';
export type { Route, RouteMode } from './routing/route.ts';
export { templateSources } from './templates/built-in-templates.ts';
export {
  type BrokenTemplate,
  templateSet,
  type TemplateFiles,
  type TemplateSet,
} from './templates/template-set.ts';
export type { Template } from './templates/template.ts';
export { notify, type NotifyOptions } from './plugin.ts';
export {
  type ReceivedWebhook,
  verifyWebhook,
  type VerifyWebhookOptions,
  type WebhookVerdict,
} from './webhook/verify-webhook.ts';
export { webhookChannel, type WebhookChannelOptions } from './webhook/webhook-channel.ts';
