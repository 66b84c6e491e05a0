export { startTelegramServer, type TelegramServer, type TelegramServerOptions } from './telegram-server.ts';
export { TelegramBotApi, type TelegramMessage } from './telegram-bot-api.ts';
export { TelegramRefusal } from './telegram-refusal.ts';
export type { TelegramChat, TelegramChatState } from './telegram-chats.ts';
export type { TelegramEntity } from './telegram-entities.ts';
export type { TelegramRateLimits } from './telegram-rates.ts';
export type { Fault } from '../fault.ts';
export type { HttpExchange } from '../loopback-http.ts';
