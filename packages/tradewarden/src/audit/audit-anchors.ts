import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Mode, Store } from '@tradewarden/core';
import {
  type AuditAnchor,
  auditOrigin,
  fileAnchor,
  outboxAnchor,
  parseCheckpoint,
} from '@tradewarden/core/audit';
import type { Settings } from '../config/settings.ts';
import { UsageError } from '../console/usage-error.ts';
import { readAnchors } from './read-evidence.ts';

interface AnchorPlaces {
  readonly store: Store;
  readonly mode: Mode;
  readonly directory: string;
  /** Whether a channel outside this terminal is turned on. */
  readonly reachesOut: boolean;
}

/** The files of `audit.anchors`. */
export const anchorFilesOf = ({ audit }: Pick<Settings, 'audit'>, directory: string): readonly string[] =>
  (audit.anchors ?? []).flatMap((name) =>
    name.startsWith('file:') ? [resolve(directory, name.slice('file:'.length))] : [],
  );

/** Where the configuration publishes checkpoints. */
export function anchorsOf(
  settings: Pick<Settings, 'account' | 'audit'>,
  { store, mode, directory, reachesOut }: AnchorPlaces,
): readonly AuditAnchor[] {
  const channels = settings.audit.anchors?.includes('channels') ?? reachesOut;
  const book = { account: settings.account, mode };
  return [
    ...anchorFilesOf(settings, directory).map((path) => fileAnchor(path)),
    ...(channels ? [outboxAnchor({ store, book })] : []),
  ];
}

/**
 * The checkpoints to verify by: of the files given on the command line, else of those that the configuration anchors
 * in. @throws {UsageError} one is not there: a missing anchor must not pass for an agreeing one.
 */
export async function anchoredNotes(
  settings: Pick<Settings, 'account' | 'audit'>,
  directory: string,
  given: readonly string[],
): Promise<readonly string[]> {
  if (given.length > 0) return readAnchors(directory, given);
  const files = anchorFilesOf(settings, directory);
  const missing = files.find((path) => !existsSync(path));
  if (missing !== undefined)
    throw new UsageError(
      `could not check: ${missing}, which audit.anchors names, is not there; put it back, or give others with --anchor`,
    );
  const notes = await readAnchors(directory, files);
  // Several accounts may keep theirs in one file.
  const origin = auditOrigin(settings.account);
  return notes.filter((note) => [origin, undefined].includes(originOf(note)));
}

/** Which log a note is about; `undefined` when it is none. */
export const originOf = (note: string): string | undefined => parseCheckpoint(note)?.origin;
