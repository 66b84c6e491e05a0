export { fromTelegramError, type Remedy, type TelegramVerdict } from './from-telegram-error.ts';
export { telegram, type TelegramOptions } from './telegram-channel.ts';
export { TelegramNotifier, type TelegramNotifierOptions } from './telegram-notifier.ts';
