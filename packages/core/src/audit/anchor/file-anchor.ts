import { open } from 'node:fs/promises';
import type { AuditAnchor } from './audit-anchor.ts';

const tail = 4096;

/** Appends checkpoints to a file, synced; best on another disk or machine than the store. */
export const fileAnchor = (path: string): AuditAnchor => ({
  name: path,
  publish: async (note) => {
    const file = await open(path, 'a+', 0o644);
    try {
      const { size } = await file.stat();
      const { buffer, bytesRead } = await file.read(Buffer.alloc(tail), 0, tail, Math.max(0, size - tail));
      const end = buffer.subarray(0, bytesRead).toString();
      const entry = `${note}\n`;
      if (end.endsWith(entry)) return;
      // One write, so that no reader or crash of this process sees half a note.
      await file.appendFile(end === '' || end.endsWith('\n') ? entry : `\n${entry}`);
      await file.sync();
    } finally {
      await file.close();
    }
  },
});

/** The notes of such a file. What is none comes as it is, for the verification to complain about. */
export function anchorNotes(text: string): readonly string[] {
  const notes: string[] = [];
  let lines: string[] = [];
  let signatures = false;
  const take = (): void => {
    if (lines.length > 0) notes.push(`${lines.join('\n')}\n${signatures ? '' : '\n'}`);
    lines = [];
    signatures = false;
  };
  for (const line of text.split('\n')) {
    if (line.startsWith('— ') && lines.length > 0) {
      if (!signatures) lines.push('');
      signatures = true;
      lines.push(line);
    } else if (line !== '') {
      if (signatures || lines.length === 3) take();
      lines.push(line);
    }
  }
  take();
  return notes;
}
