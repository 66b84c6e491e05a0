// The polyfill comes first: tsyringe needs it when it is imported.
import 'reflect-metadata';
import {
  type Channel,
  type ChannelCapabilities,
  CLOCK,
  type Clock,
  type DeliveryOutcome,
  plainText,
  type Message,
  type RenderedPart,
} from '@tradewarden/core';
import { inject, injectable } from 'tsyringe';

/** Where a chat's lines go. */
export abstract class ChatLog {
  abstract write(line: string): void;
}

/** A user's own class: decorated, injected a token of ours and a service of theirs. */
@injectable()
export class ChatChannel implements Channel {
  readonly specification = 'channel/v1';
  readonly id = 'chat';
  readonly capabilities: ChannelCapabilities = {
    maximumLength: 2000,
    lengthUnit: 'code-points',
    maximumParts: 1,
    edit: false,
    silent: false,
    idempotencyKey: false,
  };
  readonly #clock: Clock;
  readonly #log: ChatLog;

  constructor(@inject(CLOCK.key) clock: Clock, @inject(ChatLog as never) log: ChatLog) {
    this.#clock = clock;
    this.#log = log;
  }

  render(message: Message): readonly RenderedPart[] {
    return [{ text: plainText(message) }];
  }

  async deliver(part: RenderedPart): Promise<DeliveryOutcome> {
    this.#log.write(`${this.#clock.now()} ${part.text}`);
    return { status: 'delivered' };
  }
}
