import type { Book } from '../domain/decision.ts';
import type { Json } from '../domain/json.ts';
import type { Put } from '../store/store.ts';
import { bookKey } from './book-keys.ts';
import type { Execution } from './execution.ts';

const ended: ReadonlySet<Execution['status']> = new Set([
  'closed',
  'expired',
  'cancelled',
  'rejected',
  'not-placed',
]);

/** Whether nothing can happen to this execution any more. */
export const hasEnded = ({ status }: Execution): boolean => ended.has(status);

export const executionKey = (book: Pick<Book, 'account' | 'mode'>, decisionId: string): string =>
  bookKey(book, 'execution', decisionId);

const openExecutionKey = (book: Pick<Book, 'account' | 'mode'>, decisionId: string): string =>
  bookKey(book, 'open-execution', decisionId);

/** The journal entry of an execution, and its place among the open ones. */
export function executionParts(
  book: Pick<Book, 'account' | 'mode'>,
  execution: Execution,
): { readonly puts: readonly Put[]; readonly deletes: readonly string[] } {
  const { decisionId } = execution;
  const open = openExecutionKey(book, decisionId);
  const journal: Put = { key: executionKey(book, decisionId), value: execution as unknown as Json };
  return hasEnded(execution)
    ? { puts: [journal], deletes: [open] }
    : { puts: [journal, { key: open, value: decisionId }], deletes: [] };
}
