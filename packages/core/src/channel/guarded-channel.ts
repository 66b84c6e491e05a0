import type { Logger } from '../logger/logger.ts';
import { describeError } from '../redaction/describe-error.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type {
  Channel,
  ChannelCapabilities,
  DeliverOptions,
  DeliveryOutcome,
  RenderedPart,
} from './channel.ts';
import type { ChannelParts } from './define-channel.ts';
import { plainText } from './plain-text.ts';

/**
 * Added to the text of a delivery that may be a repeat, where the provider drops none. Renderers leave room for it
 * (22 code points).
 */
export const repeatMark = '\n⟳ possible duplicate';

/** So much of a message goes without its form, in any unit of length. */
const plainLength = 1000;

const plainCapabilities: ChannelCapabilities = {
  maximumLength: 4000,
  lengthUnit: 'code-points',
  maximumParts: 1,
  edit: false,
  silent: false,
  idempotencyKey: false,
  pictures: false,
  rates: [],
};

/** What {@link defineChannel} puts around the parts that an author wrote. */
export function guardedChannel(
  parts: ChannelParts,
  { redactor, logger }: { readonly redactor: Redactor; readonly logger: Logger },
): Channel {
  const capabilities = { ...plainCapabilities, ...parts.capabilities };
  let stopped = false;
  const outgoing = (part: RenderedPart, options: DeliverOptions): RenderedPart => {
    const clean = redactor.json(part);
    if (clean !== part && JSON.stringify(clean) !== JSON.stringify(part))
      logger.warn('a secret was taken out of a message', { channel: parts.id, delivery: options.deliveryId });
    const marked = options.repeat === true && !capabilities.idempotencyKey;
    return marked ? { ...clean, text: `${clean.text}${repeatMark}` } : clean;
  };
  const guarded = async (work: () => Promise<DeliveryOutcome>): Promise<DeliveryOutcome> => {
    if (stopped) return { status: 'permanent-config', reason: `channel ${parts.id} has been stopped` };
    try {
      return redactor.json(await work());
    } catch (error) {
      return { status: 'transient', reason: describeError(error, redactor).message };
    }
  };
  const { render, verify } = parts;
  return {
    specification: 'channel/v1',
    id: parts.id,
    account: parts.account ?? parts.id,
    target: parts.target ?? parts.id,
    capabilities,
    render: (message) => {
      const clean = redactor.json(message);
      if (render === undefined) return [{ text: plainText(clean) }];
      try {
        return render(clean);
      } catch (error) {
        logger.warn('a message could not be rendered and goes as plain text', {
          channel: parts.id,
          reason: describeError(error, redactor).message,
        });
        const most = Math.min(plainLength, capabilities.maximumLength / 4);
        return [{ text: Array.from(plainText(clean)).slice(0, most).join('') }];
      }
    },
    deliver: (part, options) => guarded(() => parts.deliver(outgoing(part, options), options)),
    ...(verify === undefined ? {} : { verify: (signal) => guarded(() => verify(signal)) }),
    stop: async () => {
      if (stopped) return;
      stopped = true;
      await parts.stop?.();
    },
  };
}
