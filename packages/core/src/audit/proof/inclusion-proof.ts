import { exactBase64, toBase64 } from '../note/base64.ts';
import { type CheckpointNote, parseCheckpoint } from '../note/checkpoint.ts';
import { noteText } from '../note/signed-note.ts';

/** That one record is under a checkpoint, without showing any other. */
export interface InclusionProof {
  readonly sequence: number;
  /** The stored text of the record. */
  readonly record: string;
  /** Hashes beside the way to the root, from the leaf up. */
  readonly path: readonly Uint8Array[];
  readonly checkpoint: CheckpointNote;
}

const firstLine = 'c2sp.org/tlog-proof@v1';

/** In the form of C2SP tlog-proof; `extra` is what the leaf hash covers: the sequence, a space, the stored text. */
export const proofText = ({ sequence, record, path, checkpoint }: InclusionProof): string =>
  [
    firstLine,
    `extra ${Buffer.from(`${sequence} ${record}`).toString('base64')}`,
    `index ${sequence - 1}`,
    ...path.map(toBase64),
    '',
    noteText(checkpoint.note),
  ].join('\n');

/** `undefined` when the text is not exactly such a proof. */
export function parseProof(text: string): InclusionProof | undefined {
  const end = text.indexOf('\n\n');
  const [first, extra = '', index = '', ...hashes] = text.slice(0, Math.max(0, end)).split('\n');
  const checkpoint = parseCheckpoint(text.slice(end + 2));
  const [, digits] = /^index (0|[1-9]\d{0,15})$/.exec(index) ?? [];
  const leaf = extra.startsWith('extra ') ? exactBase64(extra.slice('extra '.length)) : undefined;
  if (first !== firstLine || digits === undefined || leaf === undefined || checkpoint === undefined)
    return undefined;
  const path = hashes.map((hash) => exactBase64(hash, 32));
  if (path.includes(undefined)) return undefined;
  const sequence = Number(digits) + 1;
  const content = Buffer.from(leaf).toString();
  if (!content.startsWith(`${sequence} `) || Buffer.compare(Buffer.from(content), leaf) !== 0)
    return undefined;
  return {
    sequence,
    record: content.slice(String(sequence).length + 1),
    path: path.filter((hash) => hash !== undefined),
    checkpoint,
  };
}
