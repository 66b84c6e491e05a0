import { systemStopwatch } from '../clock/stopwatch.ts';
import { CoreError } from '../errors/core-error.ts';
import type { CommitResult } from './store-driver.ts';

/** One group of commits that a store sent, as subscribers of `tradewarden:store:commit` get it. */
export interface CommitDiagnostics {
  /** Name of the store, such as `sqlite`. */
  readonly store: string;
  readonly commits: number;
  /** How many of them a check or a bound refused. */
  readonly refused: number;
  /** From the send to the answer. */
  readonly ms: number;
  /** Code of the error that the whole group ended with. */
  readonly error?: string;
}

type Diagnostics = typeof import('node:diagnostics_channel');

let opened: ReturnType<Diagnostics['channel']> | undefined;

/** Opened at first use: importing core must cost nothing. */
const diagnostics = (): ReturnType<Diagnostics['channel']> =>
  (opened ??= process.getBuiltinModule('node:diagnostics_channel').channel('tradewarden:store:commit'));

/** Tells subscribers how `answer` went; without any it costs a look. Never changes the answer. */
export function observed(
  store: string,
  commits: number,
  answer: Promise<readonly CommitResult[]>,
): Promise<readonly CommitResult[]> {
  if (!diagnostics().hasSubscribers) return answer;
  const from = systemStopwatch();
  const publish = (outcome: Pick<CommitDiagnostics, 'refused' | 'error'>): void =>
    diagnostics().publish({ store, commits, ms: systemStopwatch() - from, ...outcome });
  return answer.then(
    (results) => {
      publish({ refused: results.filter(({ ok }) => !ok).length });
      return results;
    },
    (error: unknown) => {
      publish({ refused: 0, error: CoreError.isInstance(error) ? error.code : 'UNEXPECTED' });
      throw error;
    },
  );
}
