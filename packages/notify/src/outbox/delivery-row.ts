import {
  bookKey,
  type Book,
  type ChannelRate,
  keyPart,
  type Channel,
  type Lane,
  type MessageKind,
  type MessageSeverity,
  type RenderedPart,
  sha256Hex,
} from '@tradewarden/core';
import type { OutboxJob } from './outbox-job.ts';

export type QueueBook = Pick<Book, 'account' | 'mode'>;

/** One rendered part on its way to one channel, from routing to its end under one key. */
export interface DeliveryRow {
  /** The same for every attempt; unique. */
  readonly id: string;
  readonly job: string;
  readonly channel: string;
  readonly lane: Lane;
  readonly kind: MessageKind;
  readonly severity: MessageSeverity;
  readonly title: string;
  readonly topic?: string;
  readonly part: RenderedPart;
  /** 1 of 3 and so on. */
  readonly index: number;
  readonly of: number;
  readonly silent?: boolean;
  /** Key of the row that goes before this one: parts of one message, messages of one slot. */
  readonly after?: string;
  /** Epoch ms of routing. */
  readonly at: number;
  readonly notBefore: number;
  readonly expiresAt?: number;
  readonly attempts: number;
  readonly redirects?: number;
  /** An earlier attempt may have been delivered. */
  readonly repeat?: boolean;
  readonly lease?: { readonly owner: string; readonly until: number };
  readonly lastReason?: string;
  /** What it says, to say it elsewhere: of critical rows. */
  readonly source?: OutboxJob;
  /** It went to another channel meanwhile. */
  readonly failedOver?: boolean;
}

export interface DeadLetter extends DeliveryRow {
  readonly reason: string;
  readonly diedAt: number;
  /** Keys of what may keep its channel closed; cleared when it is queued again. */
  readonly closedBy?: readonly string[];
}

const laneOrder: readonly Lane[] = ['kill', 'critical', 'normal', 'low'];
export const lanesInOrder: readonly Lane[] = laneOrder;
const digits = (value: number, width: number): string => String(value).padStart(width, '0');

export const rowPrefix = (book: QueueBook, channel: string, lane: Lane): string =>
  `${bookKey(book, 'q', 'delivery', 'w', channel, String(laneOrder.indexOf(lane)))}/`;

/** Rows of a lane in the order they were routed; `count` parts those of one millisecond. */
export const rowKey = (book: QueueBook, row: DeliveryRow, count: number): string =>
  `${rowPrefix(book, row.channel, row.lane)}${digits(row.at, 15)}.${digits(count, 8)}.${digits(row.index, 3)}.${row.id}`;

/** Names one part for one channel; short enough for every provider's own key and for a command line. */
export const deliveryIdOf = (job: string, channel: string, index: number): string =>
  sha256Hex(`${job}\n${channel}\n${index}`).slice(0, 24);

export const deadPrefix = (book: QueueBook): string => `${bookKey(book, 'q', 'delivery', 'd')}/`;
export const deadKey = (book: QueueBook, id: string): string => bookKey(book, 'q', 'delivery', 'd', id);
export const sizeCounter = (book: QueueBook, channel: string): string =>
  bookKey(book, 'notify', 'queued', channel);
export const tailKey = (book: QueueBook, channel: string, slot: string): string =>
  bookKey(book, 'notify', 'tail', channel, sha256Hex(slot).slice(0, 32));
export const digestKey = (book: QueueBook, channel: string): string =>
  bookKey(book, 'notify', 'digest', channel);
export const seenKey = (book: QueueBook, fingerprint: string): string =>
  bookKey(book, 'notify', 'seen', sha256Hex(fingerprint).slice(0, 32));

/** Stands while a message is known to have been said on another route. */
export const overKey = (book: QueueBook, job: string): string =>
  bookKey(book, 'notify', 'over', sha256Hex(job).slice(0, 32));
/** Stands while something that the dispatcher says of itself need not be said again. */
export const toldKey = (book: QueueBook, what: string): string =>
  bookKey(book, 'notify', 'told', sha256Hex(what).slice(0, 32));

/** What belongs to a provider is shared by all accounts and modes of the store: a bot has one limit, not one for each. */
const providerKey = (...parts: readonly string[]): string => ['@channels', ...parts].map(keyPart).join('/');

export const accountOf = ({ account, id }: Channel): string => account ?? id;
export const targetOf = ({ target, id }: Channel): string => target ?? id;
export const breakerKey = (channel: Channel): string => providerKey('breaker', accountOf(channel));
export const movedKey = (channel: Channel): string =>
  providerKey('moved', accountOf(channel), targetOf(channel));
/** Begins the reason of whatever is given up because its target was closed before. */
export const closedBefore = 'the target is closed: ';
export const goneKey = (channel: Channel): string =>
  providerKey('gone', accountOf(channel), targetOf(channel));
export const rateKey = (channel: Channel, rate: Pick<ChannelRate, 'scope' | 'per'>, target: string): string =>
  providerKey('rate', accountOf(channel), rate.scope, ...(rate.per === 'target' ? [target] : []));
