import {
  type ChannelDependencies,
  type DeliverOptions,
  type DeliveryOutcome,
  type RenderedPart,
  sha256Hex,
} from '@tradewarden/core';
import { drawnPicture } from '@tradewarden/notify';
import type { Transporter } from 'nodemailer';
import { fromEmailError } from './from-email-error.ts';
import { pictureId } from './render/mail-html.ts';
import type { MailExtra } from './render/render-message.ts';

export interface MailRoute {
  readonly from: string;
  readonly to: string;
}

/** Sends one mail, with the same Message-ID for every attempt, in one thread with the others of its plan. */
export async function sendMail(
  client: Transporter,
  { from, to }: MailRoute,
  part: RenderedPart,
  options: DeliverOptions,
  dependencies: Pick<ChannelDependencies, 'drawPicture' | 'logger' | 'clock'>,
): Promise<DeliveryOutcome> {
  const { subject = 'Tradewarden', html = '', thread } = (part.extra ?? {}) as Partial<MailExtra>;
  const picture = await drawnPicture(part, options, dependencies);
  if (options.signal.aborted) return { status: 'transient', reason: 'stopped before it was sent' };
  const domain = /@([^@>\s]+)>?\s*$/.exec(from)?.[1] ?? 'tradewarden.invalid';
  const root = thread === undefined ? undefined : `<plan.${thread}@${domain}>`;
  const send = async (image: Uint8Array | undefined): Promise<DeliveryOutcome> => {
    try {
      const info = (await client.sendMail({
        from,
        to,
        subject,
        text: part.text,
        html: image === undefined ? html.replace(/<p><img [^>]*><\/p>/, '') : html,
        messageId: `<${sha256Hex(options.deliveryId).slice(0, 32)}@${domain}>`,
        ...(root === undefined ? {} : { inReplyTo: root, references: root }),
        date: new Date(dependencies.clock.now()),
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        ...(image === undefined
          ? {}
          : {
              attachments: [
                {
                  filename: 'plan.png',
                  content: Buffer.from(image),
                  contentType: 'image/png',
                  cid: pictureId,
                },
              ],
            }),
        signal: options.signal,
      })) as { readonly messageId?: string };
      return { status: 'delivered', ...(info.messageId === undefined ? {} : { receipt: info.messageId }) };
    } catch (error) {
      return fromEmailError(error);
    }
  };
  const outcome = await send(picture);
  if (picture === undefined || outcome.status !== 'permanent-payload') return outcome;
  dependencies.logger.warn('a picture was refused and is left out', { delivery: options.deliveryId });
  return send(undefined);
}
