export { email, type EmailOptions } from './email-channel.ts';
