export {
  type ReceivedEvent,
  startWebhookServer,
  type WebhookServer,
  type WebhookServerOptions,
} from './webhook-server.ts';
export type { Fault } from '../fault.ts';
export type { HttpExchange } from '../loopback-http.ts';
