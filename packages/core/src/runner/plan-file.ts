import type { Book, Verdict } from '../domain/decision.ts';
import type { PlanIdentity } from '../domain/parse-trade-plan.ts';
import { bookKey } from '../ledger/book-keys.ts';
import type { Entry } from '../store/store.ts';

export interface FiledRevision {
  readonly decisionId: string;
  readonly planHash: string;
  readonly verdict: Verdict;
  /** Who decided; makes the value of two racing processes different. */
  readonly corr: string;
}

/** Which decision each revision of a plan has, at `<account>/<mode>/plan/<source>/<planId>`. */
export interface PlanFile {
  readonly revisions: Readonly<Record<string, FiledRevision>>;
}

export const planKey = (book: Book, { source, planId }: Pick<PlanIdentity, 'source' | 'planId'>): string =>
  bookKey(book, 'plan', source, planId);

export const decisionKey = (book: Pick<Book, 'account' | 'mode'>, decisionId: string): string =>
  bookKey(book, 'decision', decisionId);

export const readPlanFile = (entry: Entry | null): PlanFile =>
  entry === null ? { revisions: {} } : (entry.value as unknown as PlanFile);

/** The latest revision before `revision`, by number. */
export function earlierRevision(file: PlanFile, revision: number): FiledRevision | undefined {
  const earlier = Object.keys(file.revisions)
    .map(Number)
    .filter((number) => number < revision);
  return earlier.length === 0 ? undefined : file.revisions[String(Math.max(...earlier))];
}

export const latestRevision = (file: PlanFile): number =>
  Math.max(0, ...Object.keys(file.revisions).map(Number));
