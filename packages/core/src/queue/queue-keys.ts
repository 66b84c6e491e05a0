import type { Book } from '../domain/decision.ts';
import { bookKey } from '../ledger/book-keys.ts';
import type { Lane } from './job.ts';

export type QueueBook = Pick<Book, 'account' | 'mode'>;

/** In the order they are served. */
export const lanes: readonly Lane[] = ['kill', 'critical', 'normal', 'low'];

const time = (ms: number): string => String(Math.min(Math.max(ms, 0), 999_999_999_999_999)).padStart(15, '0');

/**
 * Every key and counter of one queue, below `<account>/<mode>/q/<queue>/`:
 * `r/<lane>/<due>/<id>` ready · `o/<lane>/<orderKey>/<position>/<id>` waiting in order · `t/<lane>/<orderKey>` a
 * ticket that says: look at this order key · `k/<lane>/<orderKey>` one of its jobs is leased · `l/<until>/<id>` leased ·
 * `d/<id>` dead · `i/<id>` enqueued on its own not long ago · counters `n` of live and `dead` of dead jobs.
 */
export class QueueKeys {
  readonly #key: (...parts: readonly string[]) => string;

  constructor(book: QueueBook, queue: string) {
    this.#key = (...parts) => bookKey(book, 'q', queue, ...parts);
  }

  get liveCounter(): string {
    return this.#key('n');
  }

  get deadCounter(): string {
    return this.#key('dead');
  }

  /** Of the ready jobs of every lane. */
  get readyPrefixes(): string {
    return `${this.#key('r')}/`;
  }

  readyPrefix(lane: Lane): string {
    return `${this.#key('r', laneKey(lane))}/`;
  }

  /** The last ready key that is due at `now`; parts of keys hold no `~`. */
  readyUntil(lane: Lane, now: number): string {
    return `${this.readyPrefix(lane)}${time(now)}/~`;
  }

  ready(lane: Lane, dueAt: number, id: string): string {
    return this.#key('r', laneKey(lane), time(dueAt), id);
  }

  waitingPrefix(lane: Lane, orderKey: string): string {
    return `${this.#key('o', laneKey(lane), orderKey)}/`;
  }

  waiting(lane: Lane, orderKey: string, position: number, id: string): string {
    return this.#key('o', laneKey(lane), orderKey, time(position), id);
  }

  /** Of the tickets of every lane. */
  get ticketPrefixes(): string {
    return `${this.#key('t')}/`;
  }

  ticketPrefix(lane: Lane): string {
    return `${this.#key('t', laneKey(lane))}/`;
  }

  ticket(lane: Lane, orderKey: string): string {
    return this.#key('t', laneKey(lane), orderKey);
  }

  lock(lane: Lane, orderKey: string): string {
    return this.#key('k', laneKey(lane), orderKey);
  }

  get leasedPrefix(): string {
    return `${this.#key('l')}/`;
  }

  leased(until: number, id: string): string {
    return this.#key('l', time(until), id);
  }

  /** What `leased` puts before the id. */
  leasedInto(until: number): string {
    return `${this.#key('l', time(until))}/`;
  }

  get deadPrefix(): string {
    return `${this.#key('d')}/`;
  }

  dead(id: string): string {
    return this.#key('d', id);
  }

  known(id: string): string {
    return this.#key('i', id);
  }
}

const laneKey = (lane: Lane): string => String(lanes.indexOf(lane));

/** The last part of a key: an id, or an order key. */
export const lastPart = (key: string): string => decodeURIComponent(key.slice(key.lastIndexOf('/') + 1));

/** The time before the last part of a ready, waiting or leased key. */
export const timeOf = (key: string): number => Number(key.split('/').at(-2));
