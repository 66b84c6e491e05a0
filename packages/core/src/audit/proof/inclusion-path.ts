import { nodeHash } from '../merkle-tree.ts';

/**
 * The subtrees beside the way from a leaf to the root, as `[from, to)` of leaf indexes, from the leaf up:
 * PATH(m, D[n]) of RFC 6962, section 2.1.1.
 */
export function siblingRanges(index: number, size: number): readonly (readonly [number, number])[] {
  const ranges: (readonly [number, number])[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + 2 ** Math.ceil(Math.log2(to - from) - 1);
    if (index < middle) {
      ranges.push([middle, to]);
      to = middle;
    } else {
      ranges.push([from, middle]);
      from = middle;
    }
  }
  return ranges.toReversed();
}

/** The root that a leaf and its path lead to; `undefined` when the path has not the length it must have. */
export function rootOfPath(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Uint8Array | undefined {
  const ranges = siblingRanges(index, size);
  if (index >= size || ranges.length !== path.length) return undefined;
  return path.reduce(
    (hash, sibling, level) =>
      (ranges[level]?.[0] ?? 0) > index ? nodeHash(hash, sibling) : nodeHash(sibling, hash),
    leaf,
  );
}
