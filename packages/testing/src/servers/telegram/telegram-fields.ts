import { badRequest } from './telegram-refusal.ts';

const sending = [
  'business_connection_id',
  'chat_id',
  'message_thread_id',
  'disable_notification',
  'protect_content',
  'allow_paid_broadcast',
  'message_effect_id',
  'reply_parameters',
  'reply_markup',
];

/** Parameters of each method that this server knows. */
export const knownFields: Readonly<Record<string, readonly string[]>> = {
  getMe: [],
  getChat: ['chat_id'],
  sendMessage: [...sending, 'text', 'parse_mode', 'entities', 'link_preview_options'],
  sendPhoto: [
    ...sending,
    'photo',
    'caption',
    'parse_mode',
    'caption_entities',
    'show_caption_above_media',
    'has_spoiler',
  ],
  editMessageText: [
    'business_connection_id',
    'chat_id',
    'message_id',
    'text',
    'parse_mode',
    'entities',
    'link_preview_options',
    'reply_markup',
  ],
  deleteMessage: ['chat_id', 'message_id'],
};

const flags = ['disable_notification', 'protect_content', 'allow_paid_broadcast', 'has_spoiler'];

/**
 * The real server passes over a misspelt parameter; a test wants to hear of it.
 * @throws {TelegramRefusal}
 */
export function checkFields(method: string, fields: Readonly<Record<string, unknown>>): void {
  const known = knownFields[method] ?? [];
  const unknown = Object.keys(fields).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw badRequest(`unknown parameter ${unknown.join(', ')} of ${method}`);
  if (fields['parse_mode'] !== undefined)
    throw badRequest("this fake server reads entities only, no parse_mode: can't parse entities");
  for (const flag of flags)
    if (!['boolean', 'undefined'].includes(typeof fields[flag]))
      throw badRequest(`can't parse parameter "${flag}": expected a Boolean`);
  checkButtons(fields['reply_markup']);
}

function checkButtons(markup: unknown): void {
  const rows = (markup as { readonly inline_keyboard?: unknown } | undefined)?.inline_keyboard;
  if (!Array.isArray(rows)) return;
  for (const button of rows.flat() as readonly Readonly<Record<string, unknown>>[]) {
    const { text, callback_data: given } = button;
    if (typeof text !== 'string' || text === '')
      throw badRequest(
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
      );
    const bytes = typeof given === 'string' ? Buffer.byteLength(given) : undefined;
    if (bytes !== undefined && (bytes < 1 || bytes > 64)) throw badRequest('BUTTON_DATA_INVALID');
  }
}
