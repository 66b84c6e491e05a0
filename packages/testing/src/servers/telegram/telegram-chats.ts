import { badRequest, forbidden, TelegramRefusal } from './telegram-refusal.ts';

/** Why a bot may not write to a chat. */
export type TelegramChatState =
  | 'open'
  | 'blocked'
  | 'deactivated'
  | 'not-started'
  | 'kicked'
  | 'left'
  | 'deleted'
  | 'no-rights'
  | { readonly migratedTo: number };

export interface TelegramChat {
  /** Negative for groups and channels, as Telegram numbers them. */
  readonly id: number;
  readonly type: 'private' | 'group' | 'supergroup' | 'channel';
  /** Without `@`; channels and supergroups only. */
  readonly username?: string;
  readonly state?: TelegramChatState;
  /** Forum topics by `message_thread_id`; absent: the chat has none. */
  readonly topics?: Readonly<Record<number, 'open' | 'closed'>>;
}

const refusals: Readonly<Record<Exclude<TelegramChatState, object | 'open'>, () => TelegramRefusal>> = {
  blocked: () => forbidden('bot was blocked by the user'),
  deactivated: () => forbidden('user is deactivated'),
  'not-started': () => forbidden("bot can't initiate conversation with a user"),
  kicked: () => forbidden('bot was kicked from the supergroup chat'),
  left: () => forbidden('bot is not a member of the supergroup chat'),
  deleted: () => forbidden('the group chat was deleted'),
  'no-rights': () => badRequest('not enough rights to send text messages to the chat'),
};

/** The chat that `chat_id` names. @throws {TelegramRefusal} */
export function chatOf(chats: Iterable<TelegramChat>, given: unknown): TelegramChat {
  const name = typeof given === 'number' || typeof given === 'string' ? String(given) : '';
  if (name === '') throw badRequest('chat_id is empty');
  for (const chat of chats) {
    const named = chat.username !== undefined && name === `@${chat.username}`;
    if (String(chat.id) === name || named) return chat;
  }
  throw badRequest('chat not found');
}

/** @throws {TelegramRefusal} when the bot may not write there. */
export function checkWritable({ state = 'open' }: TelegramChat): void {
  if (typeof state === 'object')
    throw new TelegramRefusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: state.migratedTo,
    });
  if (state !== 'open') throw refusals[state]();
}

/** @throws {TelegramRefusal} for a topic that is not there; the General topic is written to without a number. */
export function checkTopic(chat: TelegramChat, given: unknown): number | undefined {
  if (given === undefined) return undefined;
  const topic = Number(given);
  const state = Number.isInteger(topic) && topic > 1 ? chat.topics?.[topic] : undefined;
  if (state === undefined) throw badRequest('message thread not found');
  if (state === 'closed') throw badRequest('TOPIC_CLOSED');
  return topic;
}
