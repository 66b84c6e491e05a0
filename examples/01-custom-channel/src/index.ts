export { webhook, type WebhookOptions } from './webhook-channel.ts';
