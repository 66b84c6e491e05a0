import { keyPart } from '../../ledger/book-keys.ts';
import { exactBase64 } from './base64.ts';
import { parseSignedNote, type SignedNote } from './signed-note.ts';

/** What a sealer states about a log: how many records it has, and the root of the Merkle tree over them. */
export interface Checkpoint {
  /** Which log it is about. */
  readonly origin: string;
  readonly size: number;
  /** Base64. */
  readonly root: string;
}

export interface CheckpointNote extends Checkpoint {
  readonly note: SignedNote;
}

export const auditOrigin = (account: string): string => `tradewarden/${keyPart(account)}/audit`;

/** The signed part, in the form of C2SP tlog-checkpoint. */
export const checkpointBody = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${root}\n`;

/** `undefined` when the text is not exactly a checkpoint, signed or not. */
export function parseCheckpoint(text: string): CheckpointNote | undefined {
  const note = parseSignedNote(text);
  const [, origin, digits, root] = /^(\S+)\n([1-9]\d{0,15})\n(\S+)\n$/u.exec(note?.body ?? '') ?? [];
  const size = Number(digits);
  if (note === undefined || origin === undefined || root === undefined) return undefined;
  if (!Number.isSafeInteger(size) || exactBase64(root, 32) === undefined) return undefined;
  return { origin, size, root, note };
}
