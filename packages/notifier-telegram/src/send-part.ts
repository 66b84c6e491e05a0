import type { ChannelDependencies, DeliverOptions, DeliveryOutcome, RenderedPart } from '@tradewarden/core';
import { drawnPicture } from '@tradewarden/notify';
import { type Api, InputFile } from 'grammy';
import { fromTelegramError, type Remedy } from './from-telegram-error.ts';
import type { TelegramExtra } from './render/render-message.ts';

export interface Destination {
  readonly chatId: string | number;
  readonly topic: number | undefined;
  readonly protect: boolean;
}

type Sent = Parameters<Api['sendMessage']>[2] & object;
type Signal = Parameters<Api['getMe']>[0];

/**
 * Sends one part. What Telegram surely refused (a picture, a format, a topic) is left out and the rest sent at once:
 * that is no retry, since nothing was delivered.
 */
export async function sendPart(
  api: Api,
  to: Destination,
  part: RenderedPart,
  options: DeliverOptions,
  dependencies: Pick<ChannelDependencies, 'drawPicture' | 'logger'>,
): Promise<DeliveryOutcome> {
  const extra = (part.extra ?? {}) as Partial<TelegramExtra>;
  const left = new Set<Remedy>();
  const picture = await drawnPicture(part, options, dependencies);
  if (options.signal.aborted) return { status: 'transient', reason: 'stopped before it was sent' };
  for (;;) {
    const shown = left.has('without-picture') ? undefined : picture;
    if (shown === undefined && extra.pictureOnly === true) return { status: 'noop' };
    try {
      const message = await sendOnce(api, to, part, options, { extra, left, picture: shown });
      return { status: 'delivered', receipt: String(message.message_id) };
    } catch (error) {
      const { outcome, remedy } = fromTelegramError(error);
      const helps = remedy !== undefined && !left.has(remedy) && applies(remedy, to, extra, shown);
      if (!helps) return outcome;
      left.add(remedy);
      dependencies.logger.warn('a part of a message was refused and is left out', {
        delivery: options.deliveryId,
        left: remedy,
        reason: 'reason' in outcome ? outcome.reason : '',
      });
    }
  }
}

function applies(
  remedy: Remedy,
  to: Destination,
  extra: Partial<TelegramExtra>,
  picture: Uint8Array | undefined,
): boolean {
  if (remedy === 'without-topic') return to.topic !== undefined;
  if (remedy === 'without-picture') return picture !== undefined;
  return (extra.entities ?? []).length > 0;
}

async function sendOnce(
  api: Api,
  to: Destination,
  { text }: RenderedPart,
  options: DeliverOptions,
  form: {
    readonly extra: Partial<TelegramExtra>;
    readonly left: ReadonlySet<Remedy>;
    readonly picture: Uint8Array | undefined;
  },
): Promise<{ readonly message_id: number }> {
  const chat = options.target ?? to.chatId;
  const entities = form.left.has('without-entities') ? [] : [...(form.extra.entities ?? [])];
  const settings: Sent = {
    ...(options.silent === true || form.extra.silent === true ? { disable_notification: true } : {}),
    ...(to.protect ? { protect_content: true } : {}),
    ...(to.topic === undefined || form.left.has('without-topic') ? {} : { message_thread_id: to.topic }),
  };
  const signal = options.signal as unknown as Signal;
  if (form.picture !== undefined) {
    const photo = new InputFile(form.picture, 'plan.png');
    const caption = { caption: text, caption_entities: entities as NonNullable<Sent['entities']> };
    return api.sendPhoto(chat, photo, { ...settings, ...caption }, signal);
  }
  return api.sendMessage(
    chat,
    text,
    {
      ...settings,
      entities: entities as NonNullable<Sent['entities']>,
      link_preview_options: { is_disabled: true },
    },
    signal,
  );
}
