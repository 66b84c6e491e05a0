import { CoreError, StoreUnavailableError, StoreUnknownError } from '@tradewarden/core';
import { DatabaseError } from 'pg';
import { type Outcome, sqlStateOf } from './sql-states.ts';
import { tlsSentence } from './tls-failures.ts';

/** How far a call had come when it failed: `commit` means that a commit was sent. */
export type Stage = 'connect' | 'read' | 'commit';

/** The error to report. Texts of the server are kept to their message, which names no values. */
export function toFailure(error: unknown, stage: Stage, location: string): Error {
  if (CoreError.isInstance(error)) return error;
  const reason = error instanceof Error ? error.message || error.name : String(error);
  const state = error instanceof DatabaseError ? sqlStateOf(error.code ?? '') : undefined;
  const sentence =
    state?.sentence ?? tlsSentence(error) ?? (stage === 'connect' ? 'cannot be reached' : 'failed');
  const message = `${location} ${sentence} (${reason})`;
  if (stage !== 'commit' || outcomeOf(error, state?.outcome) === 'unavailable') {
    return new StoreUnavailableError(message, error);
  }
  return new StoreUnknownError(`${message}; the commit may have been applied`, error);
}

/** Of conditions that the table does not name, an ERROR is certain. */
function outcomeOf(error: unknown, known: Outcome | undefined): Outcome {
  if (!(error instanceof DatabaseError)) return 'unknown';
  if (known !== undefined) return known;
  return error.severity === 'ERROR' ? 'unavailable' : 'unknown';
}

/** Whether the connection may serve others after this error. */
export const keepsConnection = (error: unknown): boolean =>
  error instanceof DatabaseError && error.severity === 'ERROR' && !error.code?.startsWith('08');
