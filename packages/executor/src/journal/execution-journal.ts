import {
  auditAppend,
  type Book,
  bookKey,
  commitSettled,
  type Execution,
  executionKey,
  executionParts,
  type ExposureLedger,
  hasEnded,
  type Json,
  type Store,
} from '@tradewarden/core';

/** Writes what became of orders; every step is one commit with its audit record. */
export class ExecutionJournal {
  readonly #store: Store;
  readonly #book: Book;
  readonly #ledger: ExposureLedger;
  readonly #attachedProtection: boolean;

  /** `attachedProtection`: the venue says that stops are live from the first fill. */
  constructor(store: Store, book: Book, ledger: ExposureLedger, attachedProtection: boolean) {
    this.#store = store;
    this.#book = book;
    this.#ledger = ledger;
    this.#attachedProtection = attachedProtection;
  }

  async find(decisionId: string): Promise<Execution | undefined> {
    const [entry] = await this.#store.get([executionKey(this.#book, decisionId)]);
    return entry === null || entry === undefined ? undefined : (entry.value as unknown as Execution);
  }

  /** Everything that can still change, in no particular order. */
  async open(): Promise<readonly Execution[]> {
    const prefix = `${bookKey(this.#book, 'open-execution')}/`;
    const found: Execution[] = [];
    for (let after = ''; ;) {
      const page = await this.#store.scan({ prefix, limit: 200, ...(after === '' ? {} : { after }) });
      const ids = page.map(({ value }) => value as string);
      const entries =
        ids.length === 0 ? [] : await this.#store.get(ids.map((id) => executionKey(this.#book, id)));
      for (const entry of entries) if (entry !== null) found.push(entry.value as unknown as Execution);
      const last = page.at(-1);
      if (last === undefined || page.length < 200) return found;
      after = last.key;
    }
  }

  /** Records the next state of an execution; the reservation follows: open with the first fill, closed at the end. */
  async record(before: Execution, after: Execution): Promise<void> {
    if (after === before) return;
    if (hasEnded(after)) {
      if (before.fills.length === 0 && after.fills.length > 0)
        await this.#ledger.open(after.reservationId, { ...after, status: 'open' });
      await this.#ledger.close(after.reservationId, after.status, after);
      return;
    }
    if (after.status === 'open' && before.status !== 'open') {
      if (!this.#attachedProtection) await this.#ledger.setStop(after.reservationId, 'missing', after);
      await this.#ledger.open(after.reservationId, after);
      return;
    }
    await this.#write(after, `order.${after.status}`);
  }

  /** A step that leaves the reservation as it is. */
  async #write(execution: Execution, type: string): Promise<void> {
    const key = executionKey(this.#book, execution.decisionId);
    for (;;) {
      const [entry] = await this.#store.get([key]);
      // Another executor saw the end meanwhile: an older look must not bring the order back to life.
      if (entry !== null && entry !== undefined && hasEnded(entry.value as unknown as Execution)) return;
      const parts = executionParts(this.#book, execution);
      const result = await commitSettled(this.#store, {
        // What happens to a position that is there; an order on its way in can wait for space.
        reduces: execution.status === 'open',
        checks: [{ key, version: entry?.version ?? 0 }],
        ...parts,
        appends: [
          auditAppend(this.#book.account, {
            type,
            at: execution.updatedAt,
            actor: { kind: 'process', id: 'executor' },
            subject: { planId: execution.planId, account: this.#book.account },
            corr: execution.reservationId,
            data: { execution } as unknown as Json,
          }),
        ],
      });
      if (result.ok) return;
    }
  }
}
