import {
  type Alert,
  alertJob,
  announcedEvents,
  type Clock,
  createEventBus,
  type DeliveryOutcome,
  type DrawPicture,
  type JobDraft,
  JobQueue,
  memoryStore,
  type Message,
  outboxQueue,
  type Store,
  systemClock,
  systemIds,
  type TradePlan,
} from '@tradewarden/core';
import {
  batchSummaryMessage,
  body,
  createDispatcher,
  type Dispatcher,
  messageJob,
  paragraph,
  signalMessage,
  text,
} from '@tradewarden/notify';
import { SentJob } from './sent-job.ts';
import { telegram, type TelegramOptions } from './telegram-channel.ts';

export interface TelegramNotifierOptions extends TelegramOptions {
  /** Keeps what is not delivered yet; default in memory, and then it ends with the process. */
  readonly store?: Store;
  /** Whose messages they are in the store; default `main`. */
  readonly account?: string;
  /** How long a call waits for limits and retries before it returns what is known; default 30 s. */
  readonly patienceMs?: number;
  readonly clock?: Clock;
  /** Such as `drawPlanPicture` of `@tradewarden/notify/chart`; without it plans go without a picture. */
  readonly drawPicture?: DrawPicture;
}

/**
 * Telegram on its own, without pipeline or container: a small face over a dispatcher, which keeps to the limits of
 * Telegram, tries again what may pass, and gives up what cannot. Calls are worked one after the other.
 *
 * An outcome other than `delivered` says why; what is `transient` or `rate-limited` stays queued and goes out with
 * the next call or `flush`. `noop`: the same alert was sent within the last minutes.
 * @throws {ConfigError} the options are none.
 */
export class TelegramNotifier {
  readonly #channel: ReturnType<typeof telegram.create>;
  readonly #dispatcher: Dispatcher;
  readonly #queue: JobQueue;
  readonly #clock: Clock;
  readonly #patienceMs: number;
  readonly #events = createEventBus();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: TelegramNotifierOptions) {
    const {
      store,
      account = 'main',
      patienceMs = 30_000,
      clock = systemClock,
      drawPicture,
      ...own
    } = options;
    const kept = store ?? memoryStore({ clock });
    const book = { account, mode: 'notify' } as const;
    this.#clock = clock;
    this.#patienceMs = patienceMs;
    this.#channel = telegram.create(own, { clock, ...(drawPicture === undefined ? {} : { drawPicture }) });
    this.#queue = new JobQueue({ store: kept, book, name: outboxQueue, clock });
    this.#dispatcher = createDispatcher({
      store: kept,
      ...book,
      clock,
      channels: [this.#channel],
      events: this.#events,
    });
  }

  /** A plan, in the words of the formatter unless a message is given; a string is sent as it is, as plain text. */
  async sendMessage(
    plan: TradePlan,
    message: Message | string = signalMessage(plan),
  ): Promise<DeliveryOutcome> {
    const worded = typeof message === 'string' ? plainMessage(plan, message) : message;
    const { expiresAt } = worded;
    if (expiresAt !== undefined && expiresAt <= this.#clock.now())
      return { status: 'permanent-payload', reason: 'the plan has expired: its message is not sent' };
    return this.#send(messageJob(worded, systemIds.next('message')));
  }

  /** The best plans by score, with statistics of all of them. */
  async sendBatchSummary(
    plans: readonly TradePlan[],
    { limit = 5 }: { readonly limit?: number } = {},
  ): Promise<DeliveryOutcome> {
    const { length } = plans;
    const summary = {
      received: length,
      approved: length,
      resized: 0,
      rejected: 0,
      duplicate: 0,
      unreadable: 0,
      failed: 0,
      byCode: {},
    };
    const runId = systemIds.next('run');
    const message = batchSummaryMessage({ runId, summary, taken: plans.map((plan) => ({ plan })), limit });
    return this.#send(messageJob(message, runId));
  }

  /** `type`: an event that is announced, such as `kill`, or a word of your own, such as `scanner`. */
  async sendAlert(type: string, words: string): Promise<DeliveryOutcome> {
    const isKnown = Object.hasOwn(announcedEvents, type) || type.includes('/');
    const topic = (isKnown ? type : `alert/${type}`) as Alert['topic'];
    const at = this.#clock.now();
    return this.#send(alertJob({ topic, at, text: words, fingerprint: `${topic} ${words}` }));
  }

  /** Tries again what waits, as far as it is due. */
  async flush(): Promise<void> {
    await this.#inTurn(() => this.#dispatcher.drain());
  }

  /** Ends what runs; nothing is sent any more. A store of your own stays open. */
  async stop(): Promise<void> {
    await this.#inTurn(async () => this.#channel.stop?.());
  }

  #send(job: JobDraft): Promise<DeliveryOutcome> {
    return this.#inTurn(async () => {
      const sent = new SentJob(job, this.#events);
      const until = this.#clock.now() + this.#patienceMs;
      const expired = this.#dispatcher.counts().expired;
      try {
        await this.#queue.enqueue(job);
        for (;;) {
          await this.#dispatcher.drain();
          const waits = (await this.#dispatcher.queued()) > 0;
          if (sent.isSettled || !waits) break;
          const next = this.#dispatcher.nextAt();
          if (next > until) break;
          await this.#clock.sleep(Math.max(1, next - this.#clock.now()));
        }
        if (sent.outcome !== undefined) return sent.outcome;
        if (this.#dispatcher.counts().expired > expired)
          return { status: 'permanent-payload', reason: 'it expired before it could be sent' };
        return (await this.#dispatcher.queued()) > 0
          ? { status: 'transient', reason: 'queued behind others' }
          : { status: 'noop' };
      } finally {
        sent.close();
      }
    });
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work, work);
    this.#last = mine.catch(() => {});
    return mine;
  }
}

/** A text of your own: its first line is the title, and the picture of the plan stays. */
function plainMessage(plan: TradePlan, words: string): Message {
  const worded = signalMessage(plan);
  const [title = '', ...rest] = words.trim().split('\n');
  const left = rest.join('\n').trim();
  return {
    ...worded,
    title: title === '' ? worded.title : title,
    body: left === '' ? body() : body(paragraph(text(left))),
  };
}
