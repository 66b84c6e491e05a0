import type { ChannelDependencies, DeliverOptions, RenderedPart } from '@tradewarden/core';

/** The picture of a part; none where nothing draws, and none but a warning when drawing fails: the words are worth more. */
export async function drawnPicture(
  { picture }: RenderedPart,
  { signal, deliveryId }: Pick<DeliverOptions, 'signal' | 'deliveryId'>,
  { drawPicture, logger }: Pick<ChannelDependencies, 'drawPicture' | 'logger'>,
): Promise<Uint8Array | undefined> {
  if (picture === undefined || drawPicture === undefined) return undefined;
  try {
    return await drawPicture(picture, signal);
  } catch {
    logger.warn('a picture could not be drawn', { delivery: deliveryId });
    return undefined;
  }
}
