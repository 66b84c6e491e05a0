import type { Clock } from '@tradewarden/core';
import type { MultipartForm, UploadedFile } from '../multipart.ts';
import { chatOf, checkTopic, checkWritable, type TelegramChat } from './telegram-chats.ts';
import { checkFields, knownFields } from './telegram-fields.ts';
import { checkedPhoto } from './telegram-photo.ts';
import { type TelegramRateLimits, TelegramRates } from './telegram-rates.ts';
import { badRequest, TelegramRefusal } from './telegram-refusal.ts';
import { checkedText, type TelegramText } from './telegram-text.ts';

export interface TelegramMessage extends TelegramText {
  readonly messageId: number;
  readonly chatId: number;
  readonly topic?: number;
  readonly silent: boolean;
  /** Of a photo the text is the caption. */
  readonly photo?: UploadedFile;
  /** Epoch ms. */
  readonly at: number;
}

type Fields = Readonly<Record<string, unknown>>;

const text = { characters: 4096, tooLong: 'message is too long' };
const caption = { characters: 1024, tooLong: 'message caption is too long' };
const deletableMs = 48 * 3_600_000;

/** The methods over the state of one bot. */
export class TelegramBotApi {
  readonly messages: TelegramMessage[] = [];
  readonly #token: string;
  readonly #chats: Map<number, TelegramChat>;
  readonly #rates: TelegramRates;
  readonly #clock: Clock;
  #lastId = 0;

  constructor(options: {
    readonly token: string;
    readonly chats: readonly TelegramChat[];
    readonly rates: TelegramRateLimits | undefined;
    readonly clock: Clock;
  }) {
    this.#token = options.token;
    this.#chats = new Map(options.chats.map((chat) => [chat.id, chat]));
    this.#clock = options.clock;
    this.#rates = new TelegramRates(options.rates, options.clock);
  }

  setChat(chat: TelegramChat): void {
    this.#chats.set(chat.id, chat);
  }

  /** @throws {TelegramRefusal} */
  call(method: string, fields: Fields, form: MultipartForm | undefined): unknown {
    if (!(method in knownFields)) throw new TelegramRefusal(404, 'Not Found: method not found');
    checkFields(method, fields);
    switch (method) {
      case 'getMe':
        return {
          id: Number(this.#token.split(':')[0]),
          is_bot: true,
          first_name: 'Fake',
          username: 'fake_bot',
        };
      case 'getChat':
        return this.#getChat(fields);
      case 'sendMessage':
        return this.#send(fields, checkedTextOf(fields['text'], fields['entities']));
      case 'sendPhoto':
        return this.#send(
          fields,
          checkedText(fields['caption'] ?? '', fields['caption_entities'], caption),
          checkedPhoto(fields['photo'], form),
        );
      case 'editMessageText':
        return this.#edit(fields);
      default:
        return this.#delete(fields);
    }
  }

  #getChat(fields: Fields): unknown {
    const chat = chatOf(this.#chats.values(), fields['chat_id']);
    if (chat.state === 'kicked' || chat.state === 'left' || chat.state === 'deleted') checkWritable(chat);
    return { id: chat.id, type: chat.type, ...(chat.topics === undefined ? {} : { is_forum: true }) };
  }

  #send(fields: Fields, content: TelegramText, photo?: UploadedFile): unknown {
    const chat = chatOf(this.#chats.values(), fields['chat_id']);
    checkWritable(chat);
    const topic = checkTopic(chat, fields['message_thread_id']);
    this.#rates.take(chat);
    this.#lastId += 1;
    const message: TelegramMessage = {
      messageId: this.#lastId,
      chatId: chat.id,
      silent: fields['disable_notification'] === true,
      at: this.#clock.now(),
      ...content,
      ...(topic === undefined ? {} : { topic }),
      ...(photo === undefined ? {} : { photo }),
    };
    this.messages.push(message);
    return shown(message, chat);
  }

  #edit(fields: Fields): unknown {
    const chat = chatOf(this.#chats.values(), fields['chat_id']);
    const content = checkedTextOf(fields['text'], fields['entities']);
    checkWritable(chat);
    const old = this.#find(chat, fields['message_id']);
    if (old === undefined) throw badRequest('message to edit not found');
    if (old.photo !== undefined) throw badRequest('there is no text in the message to edit');
    if (old.text === content.text && JSON.stringify(old.entities) === JSON.stringify(content.entities))
      throw badRequest(
        'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
      );
    this.#rates.take(chat);
    const message = { ...old, ...content };
    this.messages[this.messages.indexOf(old)] = message;
    return shown(message, chat);
  }

  #delete(fields: Fields): true {
    const chat = chatOf(this.#chats.values(), fields['chat_id']);
    const old = this.#find(chat, fields['message_id']);
    if (old === undefined) throw badRequest('message to delete not found');
    if (this.#clock.now() - old.at > deletableMs) throw badRequest("message can't be deleted for everyone");
    this.messages.splice(this.messages.indexOf(old), 1);
    return true;
  }

  #find(chat: TelegramChat, id: unknown): TelegramMessage | undefined {
    return this.messages.find(
      ({ messageId, chatId }) => chatId === chat.id && String(messageId) === String(id),
    );
  }
}

function checkedTextOf(given: unknown, entities: unknown): TelegramText {
  if (given === undefined || given === '') throw badRequest('message text is empty');
  const checked = checkedText(given, entities, text);
  if (checked.text === '') throw badRequest('text must be non-empty');
  return checked;
}

/** A Message object of the Bot API. */
const shown = (message: TelegramMessage, chat: TelegramChat): unknown => ({
  message_id: message.messageId,
  date: Math.floor(message.at / 1000),
  chat: { id: chat.id, type: chat.type },
  ...(message.topic === undefined ? {} : { message_thread_id: message.topic }),
  ...(message.photo === undefined
    ? { text: message.text, entities: [...message.entities, ...message.detected] }
    : {
        photo: [{ file_id: `photo-${message.messageId}`, file_size: message.photo.content.length }],
        caption: message.text,
        caption_entities: [...message.entities, ...message.detected],
      }),
});
