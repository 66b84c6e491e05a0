import { canonicalValue } from '../canonical-value.ts';
import { exactBase64 } from '../note/base64.ts';
import type { LeafBlock } from '../seal-state.ts';

/** The hashes of one block of the leaf table; `undefined` when the stored text is not exactly that block. */
export function readLeafBlock(text: string | undefined, from: number, count: number): Uint8Array | undefined {
  const block = parsed(text ?? '');
  if (block === undefined || block.from !== from) return undefined;
  return exactBase64(block.hashes, 32 * count);
}

export const leafAt = (hashes: Uint8Array, index: number): Uint8Array =>
  hashes.subarray(32 * index, 32 * index + 32);

function parsed(text: string): LeafBlock | undefined {
  const block = canonicalValue(text) as Partial<LeafBlock> | undefined;
  if (typeof block?.from !== 'number' || typeof block.hashes !== 'string') return undefined;
  return Object.keys(block).length === 2 ? (block as LeafBlock) : undefined;
}
