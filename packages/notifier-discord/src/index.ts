export { discord, type DiscordOptions } from './discord-channel.ts';
