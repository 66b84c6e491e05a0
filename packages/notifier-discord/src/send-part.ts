import type { REST } from '@discordjs/rest';
import type { ChannelDependencies, DeliverOptions, DeliveryOutcome, RenderedPart } from '@tradewarden/core';
import { drawnPicture } from '@tradewarden/notify';
import type { DiscordPlace } from './discord-place.ts';
import { fromDiscordError, UnreadableAnswerError } from './from-discord-error.ts';
import { nonceOf } from './nonce.ts';
import type { DiscordExtra } from './render/render-message.ts';

export interface Destination {
  readonly place: DiscordPlace;
  readonly thread: string | undefined;
}

const suppressNotifications = 1 << 12;
const mostInAlt = 1024;

/** Sends one part. A picture that Discord surely refused is left out, and the words go at once. */
export async function sendPart(
  rest: REST,
  to: Destination,
  part: RenderedPart,
  options: DeliverOptions,
  dependencies: Pick<ChannelDependencies, 'drawPicture' | 'logger'>,
): Promise<DeliveryOutcome> {
  const picture = await drawnPicture(part, options, dependencies);
  if (options.signal.aborted) return { status: 'transient', reason: 'stopped before it was sent' };
  const outcome = await sendOnce(rest, to, part, options, picture);
  if (picture === undefined || outcome.status !== 'permanent-payload') return outcome;
  dependencies.logger.warn('a picture was refused and is left out', {
    delivery: options.deliveryId,
    reason: outcome.reason,
  });
  return sendOnce(rest, to, part, options, undefined);
}

async function sendOnce(
  rest: REST,
  { place, thread }: Destination,
  part: RenderedPart,
  options: DeliverOptions,
  picture: Uint8Array | undefined,
): Promise<DeliveryOutcome> {
  const route =
    place.kind === 'webhook'
      ? `/webhooks/${place.id}/${place.token}`
      : `/channels/${thread ?? place.channelId}/messages`;
  const query = new URLSearchParams({ wait: 'true', ...(thread === undefined ? {} : { thread_id: thread }) });
  // After a 401 the client forgets its token and would not even ask again.
  if (place.kind === 'bot') rest.setToken(place.token);
  try {
    const answer = await rest.post(route as `/${string}`, {
      body: bodyOf(place, part, options, picture !== undefined),
      signal: options.signal,
      auth: place.kind === 'bot',
      ...(place.kind === 'webhook' ? { query } : {}),
      ...(picture === undefined
        ? {}
        : { files: [{ name: 'plan.png', data: Buffer.from(picture), contentType: 'image/png' }] }),
    });
    const { id } = answer as { readonly id?: unknown };
    if (typeof id !== 'string') throw new UnreadableAnswerError('not an answer of Discord');
    return { status: 'delivered', receipt: id };
  } catch (error) {
    return fromDiscordError(error);
  }
}

function bodyOf(
  place: DiscordPlace,
  part: RenderedPart,
  options: DeliverOptions,
  hasPicture: boolean,
): Readonly<Record<string, unknown>> {
  const { embed, silent } = (part.extra ?? {}) as Partial<DiscordExtra>;
  // The framework may have put a mark behind the text, which is the description.
  const described =
    embed?.description === undefined && part.text === embed?.title ? {} : { description: part.text };
  const image = hasPicture ? { image: { url: 'attachment://plan.png' } } : {};
  const description = Array.from(part.picture?.alt ?? '')
    .slice(0, mostInAlt)
    .join('');
  return {
    embeds: [{ ...embed, ...described, ...image }],
    allowed_mentions: { parse: [] },
    ...(silent === true || options.silent === true ? { flags: suppressNotifications } : {}),
    ...(hasPicture ? { attachments: [{ id: 0, filename: 'plan.png', description }] } : {}),
    ...(place.kind === 'bot' ? { nonce: nonceOf(options.deliveryId), enforce_nonce: true } : {}),
  };
}
