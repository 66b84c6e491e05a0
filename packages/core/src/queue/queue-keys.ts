import type { Book } from '../domain/decision.ts';
import type { Json } from '../domain/json.ts';
import { bookKey } from '../ledger/book-keys.ts';
import type { Lane } from './job.ts';

type QueueBook = Pick<Book, 'account' | 'mode'>;

/** In the order they are served. */
export const lanes: readonly Lane[] = ['kill', 'critical', 'normal', 'low'];

/** A job as it is stored, ready, leased or dead. */
export interface StoredJob {
  readonly payload: Json;
  readonly lane: Lane;
  readonly attempt: number;
  readonly firstAt: number;
  readonly expiresAt?: number;
  /** Of a dead job. */
  readonly reason?: string;
}

const time = (ms: number): string => String(ms).padStart(15, '0');

export const readyPrefix = (book: QueueBook, queue: string, lane: Lane): string =>
  `${bookKey(book, 'q', queue, 'r', String(lanes.indexOf(lane)))}/`;

export const readyKey = (book: QueueBook, queue: string, lane: Lane, dueAt: number, id: string): string =>
  bookKey(book, 'q', queue, 'r', String(lanes.indexOf(lane)), time(dueAt), id);

export const leasedPrefix = (book: QueueBook, queue: string): string => `${bookKey(book, 'q', queue, 'l')}/`;

export const leasedKey = (book: QueueBook, queue: string, until: number, id: string): string =>
  bookKey(book, 'q', queue, 'l', time(until), id);

export const deadPrefix = (book: QueueBook, queue: string): string => `${bookKey(book, 'q', queue, 'd')}/`;

export const deadKey = (book: QueueBook, queue: string, id: string): string =>
  bookKey(book, 'q', queue, 'd', id);

/** The time and the id at the end of a ready or leased key. */
export function readJobKey(key: string): { readonly at: number; readonly id: string } {
  const parts = key.split('/');
  return { at: Number(parts.at(-2)), id: decodeURIComponent(parts.at(-1) ?? '') };
}
