import { auditAppend, type Book, bookKey, type Commit, reserveParts, type Store } from '@tradewarden/core';

type BookName = Pick<Book, 'account' | 'mode'>;

/** The commit of an approval: one more reservation, `r-<index>`, with its record. */
export function reserved(book: BookName, index: number): Commit {
  const reservationId = `r-${index}`;
  const draft = {
    reservationId,
    planId: `p-${index}`,
    revision: 1,
    source: 'test',
    symbol: `S${index}/USDT`,
    direction: 'LONG',
    uses: [{ counter: 'total/count', amount: 1 }],
    expiresAt: 1_800_000_000_000,
  } as const;
  const { adds, puts } = reserveParts(book, draft, null);
  return {
    checks: [{ key: bookKey(book, 'res', reservationId), version: 0 }],
    adds,
    puts,
    appends: [
      auditAppend(book.account, {
        type: 'risk.decision',
        at: 1,
        actor: { kind: 'process', id: 'test' },
        subject: { planId: draft.planId, account: book.account },
        corr: reservationId,
        data: { text: 'x'.repeat(2000) },
      }),
    ],
  };
}

export const usedBy = async (store: Store, { account, mode }: BookName): Promise<number> =>
  (await store.counters([`${account}/${mode}/exp/total/count`]))[0] ?? 0;
