import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { VenueAnswer, VenueMethod } from './venue-call.ts';

/** Nothing has left this process. */
export class NotConnectedError extends Error {}

/** Calls to an exchange on a socket; connects when something is asked, and again after the line was lost. */
export class ExchangeLine {
  readonly #address: string;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #socket: Promise<Socket> | undefined;
  #count = 0;

  constructor(address: string) {
    this.#address = address;
  }

  /** @throws {NotConnectedError} @throws {Error} the line was lost before the answer came. */
  async ask<Answer>(method: VenueMethod, parameter?: unknown, signal?: AbortSignal): Promise<Answer> {
    const socket = await this.#connected();
    const answer = Promise.withResolvers<unknown>();
    const id = (this.#count += 1);
    this.#waiting.set(id, answer);
    const abort = (): void => answer.reject(new Error('no answer in time'));
    signal?.addEventListener('abort', abort, { once: true });
    socket.write(`${JSON.stringify({ id, method, parameter })}\n`);
    try {
      return (await answer.promise) as Answer;
    } finally {
      signal?.removeEventListener('abort', abort);
      this.#waiting.delete(id);
    }
  }

  async close(): Promise<void> {
    const socket = await this.#socket?.catch(() => undefined);
    socket?.destroy();
  }

  #connected(): Promise<Socket> {
    this.#socket ??= this.#connect();
    return this.#socket;
  }

  async #connect(): Promise<Socket> {
    const { promise, resolve, reject } = Promise.withResolvers<Socket>();
    const socket = connect(this.#address);
    socket.once('connect', () => resolve(socket));
    socket.on('error', (error) =>
      reject(new NotConnectedError(`no exchange at ${this.#address}: ${error.message}`)),
    );
    socket.on('close', () => {
      this.#socket = undefined;
      for (const answer of this.#waiting.values())
        answer.reject(new Error('the line to the exchange was lost'));
    });
    const lines = createInterface({ input: socket });
    // It repeats the errors of its socket.
    lines.on('error', () => {});
    lines.on('line', (line) => {
      const { id, answer } = JSON.parse(line) as VenueAnswer;
      this.#waiting.get(id)?.resolve(answer);
    });
    return promise;
  }
}
