import {
  auditAppend,
  type Book,
  bookKey,
  canonicalJson,
  type Check,
  commitSettled,
  type CommitParts,
  type Entry,
  type Json,
  type Pause,
  type Put,
  type Store,
  systemPause,
} from '@tradewarden/core';
import type { Handover } from './handover.ts';
import { type JournalledPlan, orderJournalKey } from './journalled-plan.ts';
import { mergeFacts, type OrderNews } from './merge-facts.ts';

export interface RecordRequest {
  readonly news: readonly OrderNews[];
  /** Epoch ms. */
  readonly at: number;
  /** Makes the commit depend on these too, such as the lease of the one writer, or latches that must be absent. */
  readonly checks?: readonly Check[];
  /** Takes risk away or records what the venue did: still possible on a full disk. Default true. */
  readonly reduces?: boolean;
  /** The news must all be new: of two processes that are about to send one attempt, one goes on. */
  readonly exclusive?: boolean;
  readonly asked?: NonNullable<JournalledPlan['asked']>;
}

export type Recorded =
  | { readonly status: 'recorded' | 'unchanged'; readonly journalled: JournalledPlan }
  /** Another process was first, or one of `checks` does not hold any more. */
  | { readonly status: 'superseded'; readonly key: string };

const attempts = 50;

/** What is known of the orders of each plan, at `<account>/<mode>/order-journal/<decisionId>`. */
export class OrderJournal {
  readonly #store: Store;
  readonly #book: Book;
  readonly #pause: Pause;

  constructor({ store, book, pause = systemPause }: { store: Store; book: Book; pause?: Pause }) {
    this.#store = store;
    this.#book = book;
    this.#pause = pause;
  }

  async find(decisionId: string): Promise<JournalledPlan | undefined> {
    const [entry = null] = await this.#store.get([orderJournalKey(this.#book, decisionId)]);
    return read(entry);
  }

  /** Every plan of which something can still happen, in order of decision ids. */
  async open(): Promise<readonly JournalledPlan[]> {
    const prefix = `${bookKey(this.#book, 'open-execution')}/`;
    const found: JournalledPlan[] = [];
    for (let after = ''; ;) {
      const page = await this.#store.scan({ prefix, limit: 100, ...(after === '' ? {} : { after }) });
      const keys = page.map(({ value }) => orderJournalKey(this.#book, value as string));
      const entries = keys.length === 0 ? [] : await this.#store.get(keys);
      for (const entry of entries) {
        const journalled = read(entry);
        if (journalled !== undefined) found.push(journalled);
      }
      const last = page.at(-1);
      if (last === undefined || page.length < 100) return found;
      after = last.key;
    }
  }

  /** What begins the journal of a plan, for the commit that arms its reservation; `undefined`: it has begun. */
  async beginning(journalled: JournalledPlan, at: number): Promise<CommitParts | undefined> {
    const key = orderJournalKey(this.#book, journalled.decisionId);
    const [entry = null] = await this.#store.get([key]);
    if (entry !== null) return undefined;
    const news = journalled.orders.map(({ clientOrderId, facts, ...slot }) => ({
      slot,
      clientOrderId,
      facts,
    }));
    return {
      checks: [{ key, version: 0 }],
      puts: [{ key, value: journalled as unknown as Json }],
      appends: [this.#audit(journalled, news, at)],
    };
  }

  /** Adds what is new to the journal, in one commit with its audit record. @throws {StoreUnavailableError} nothing is written. */
  async record(decisionId: string, request: RecordRequest): Promise<Recorded> {
    const { news, at, checks = [], reduces = true, exclusive = false, asked } = request;
    const key = orderJournalKey(this.#book, decisionId);
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const [entry = null] = await this.#store.get([key]);
      const journalled = read(entry);
      if (entry === null || journalled === undefined) return { status: 'superseded', key };
      const { orders, fresh } = mergeFacts(journalled.orders, news);
      if (exclusive && countOf(fresh) < countOf(news)) return { status: 'superseded', key };
      const wish = asked === 'leave' || journalled.asked === undefined ? asked : journalled.asked;
      if (fresh.length === 0 && (wish === undefined || wish === journalled.asked))
        return { status: 'unchanged', journalled };
      const next: JournalledPlan = {
        ...journalled,
        orders,
        ...(wish === undefined ? {} : { asked: wish }),
      };
      const put: Put = { key, value: next as unknown as Json };
      const result = await commitSettled(this.#store, {
        reduces,
        checks: [{ key, version: entry.version }, ...checks],
        puts: [put],
        appends: [this.#audit(next, fresh, at)],
      });
      if (result.ok) return { status: 'recorded', journalled: next };
      if (result.reason === 'conflict' && result.key !== key)
        return { status: 'superseded', key: result.key };
      await this.#pause(2 * attempt);
    }
    throw new Error(`the order journal of ${decisionId} kept changing ${attempts} times in a row`);
  }

  /**
   * Files what changed hands between these plans with both, in one commit. Gives the journals as they are then; `undefined`:
   * one of them is not as it was, or one of `checks` does not hold any more.
   */
  async handOver(
    plans: readonly JournalledPlan[],
    handovers: readonly Handover[],
    { at, checks = [] }: Pick<RecordRequest, 'at' | 'checks'>,
  ): Promise<readonly JournalledPlan[] | undefined> {
    const keys = plans.map(({ decisionId }) => orderJournalKey(this.#book, decisionId));
    const entries = await this.#store.get(keys);
    const changed = entries.flatMap((entry, index) => {
      const before = plans[index];
      if (entry === null || before === undefined || !isSame(read(entry), before)) return [];
      const { decisionId } = before;
      const own = handovers.filter(({ from, to }) => from === decisionId || to === decisionId);
      return [{ entry, own, next: { ...before, handovers: [...(before.handovers ?? []), ...own] } }];
    });
    if (changed.length < plans.length) return undefined;
    const result = await commitSettled(this.#store, {
      reduces: true,
      checks: [...changed.map(({ entry: { key, version } }) => ({ key, version })), ...checks],
      puts: changed.map(({ entry, next }): Put => ({ key: entry.key, value: next as unknown as Json })),
      appends: changed.map(({ next, own }) => this.#audit(next, [], at, own)),
    });
    return result.ok ? changed.map(({ next }) => next) : undefined;
  }

  /** Only the news: the log holds each fact once. */
  #audit(
    { decisionId, reservationId, origin, asked }: JournalledPlan,
    news: readonly OrderNews[],
    at: number,
    handovers: readonly Handover[] = [],
  ): ReturnType<typeof auditAppend> {
    const { account } = this.#book;
    return auditAppend(account, {
      type: 'order.reported',
      at,
      actor: { kind: 'process', id: 'executor' },
      subject: { planId: origin.planId, account },
      corr: reservationId,
      data: {
        decisionId,
        ...(asked === undefined ? {} : { asked }),
        ...(handovers.length === 0 ? {} : { handovers }),
        orders: news.map(({ slot, clientOrderId, facts }) => ({ ...slot, clientOrderId, facts })),
      } as unknown as Json,
    });
  }
}

const read = (entry: Entry | null | undefined): JournalledPlan | undefined =>
  entry === null || entry === undefined ? undefined : (entry.value as unknown as JournalledPlan);

const countOf = (news: readonly OrderNews[]): number =>
  news.reduce((sum, { facts }) => sum + facts.length, 0);

const isSame = (left: JournalledPlan | undefined, right: JournalledPlan): boolean =>
  canonicalJson(left as unknown as Json) === canonicalJson(right as unknown as Json);
