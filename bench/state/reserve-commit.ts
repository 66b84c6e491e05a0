import { auditAppend, bookKey, capCounter, type Commit, reserveParts, type Store } from '@tradewarden/core';

const book = { account: 'bench', mode: 'paper' } as const;
const cap = Number.MAX_SAFE_INTEGER;

/** What an approval commits: two bounded caps, the reservation with its expiry and symbol book, one audit record. */
export function reserveCommit(id: string): Commit {
  const symbol = `S${id}/USDT`;
  const parts = reserveParts(
    book,
    {
      reservationId: id,
      planId: id,
      revision: 1,
      source: 'bench',
      symbol,
      direction: 'LONG',
      uses: [
        { counter: capCounter('total', 'notional'), amount: 497_960_000, max: cap },
        { counter: capCounter({ symbol }, 'notional'), amount: 497_960_000, max: cap },
      ],
      expiresAt: 1_800_000_000_000,
    },
    null,
  );
  return {
    checks: [
      { key: bookKey(book, 'res', id), version: 0 },
      { key: bookKey(book, 'book', symbol), version: 0 },
    ],
    ...parts,
    appends: [
      auditAppend(book.account, {
        type: 'risk.decision',
        at: 1_737_296_625_123,
        actor: { kind: 'process', id: 'bench' },
        subject: { planId: id, account: book.account },
        corr: id,
        data: { verdict: 'approved', notional: '497.96', riskAtStop: '6.11', quantity: '0.0118' },
      }),
    ],
  };
}

/** The least that checks and reserves: one check, one record, one bounded counter, one entry of a log. */
export function plainCommit(id: string): Commit {
  const key = `bench/plain/${id}`;
  return {
    checks: [{ key, version: 0 }],
    adds: [{ counter: 'bench/total', delta: 1, max: cap }],
    puts: [{ key, value: { id, amount: '497.96' } }],
    appends: [{ log: 'bench/audit', value: { id, verdict: 'approved', notional: '497.96' } }],
  };
}

export async function commitSurely(store: Store, commit: Commit): Promise<void> {
  const result = await store.commit(commit);
  if (!result.ok) throw new Error(`a commit was refused: ${JSON.stringify(result)}`);
}

export const reservePlainly = (store: Store, id: string): Promise<void> =>
  commitSurely(store, plainCommit(id));

export const reserve = (store: Store, id: string): Promise<void> => commitSurely(store, reserveCommit(id));
