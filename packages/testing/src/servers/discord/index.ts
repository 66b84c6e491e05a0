export { type DiscordServer, type DiscordServerOptions, startDiscordServer } from './discord-server.ts';
export type { DiscordMessage } from './discord-api.ts';
export { liveMarkup, type LiveMarkup, pinged } from './discord-markup.ts';
export { checkPayload } from './discord-payload.ts';
export type { DiscordPlace, DiscordPlaceState } from './discord-places.ts';
export type { DiscordRateLimits } from './discord-rates.ts';
export type { Fault } from '../fault.ts';
export type { HttpExchange } from '../loopback-http.ts';
