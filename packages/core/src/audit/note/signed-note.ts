import { exactBase64, toBase64 } from './base64.ts';

/** A text with signatures over it, in the form of C2SP signed notes. */
export interface SignedNote {
  /** What is signed; ends with a newline. */
  readonly body: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  /** In hex; tells keys of one name apart. */
  readonly id: string;
  readonly signature: Uint8Array;
}

const mostSignatures = 16;
const signatureForm = /^— (\S+) (\S+)$/u;

/** A note without signatures ends with its blank line. */
export const noteText = ({ body, signatures }: SignedNote): string =>
  `${body}\n${signatures.map(({ name, id, signature }) => `— ${name} ${toBase64(Buffer.concat([Buffer.from(id, 'hex'), signature]))}\n`).join('')}`;

/** `undefined` for anything but the exact form: no other bytes mean the same note. */
export function parseSignedNote(text: string): SignedNote | undefined {
  const end = text.lastIndexOf('\n\n');
  if (end < 1 || !text.endsWith('\n')) return undefined;
  // Control characters have no place in a note.
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0009\u000b-\u001f]/.test(text)) return undefined;
  const lines = text
    .slice(end + 2)
    .split('\n')
    .slice(0, -1);
  if (lines.length > mostSignatures) return undefined;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const [, name, encoded = ''] = signatureForm.exec(line) ?? [];
    const bytes = exactBase64(encoded);
    if (name === undefined || bytes === undefined || bytes.length <= 4) return undefined;
    const id = Buffer.from(bytes.subarray(0, 4)).toString('hex');
    signatures.push({ name, id, signature: bytes.subarray(4) });
  }
  return { body: text.slice(0, end + 1), signatures };
}
