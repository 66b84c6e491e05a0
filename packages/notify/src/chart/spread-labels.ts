/** Heights for labels that want to stand at `wanted`, at least `gap` apart, between `top` and `bottom`; same order. */
export function spreadLabels(
  wanted: readonly number[],
  gap: number,
  top: number,
  bottom: number,
): readonly number[] {
  const order = wanted.map((y, index) => ({ y, index })).toSorted((a, b) => a.y - b.y);
  const placed: number[] = [];
  for (const { y } of order) placed.push(Math.max(y, top, (placed.at(-1) ?? -Infinity) + gap));
  for (let at = placed.length - 1, limit = bottom; at >= 0; at -= 1) {
    placed[at] = Math.min(placed[at] ?? 0, limit);
    limit = (placed[at] ?? 0) - gap;
  }
  const result: number[] = wanted.map(() => 0);
  for (const [at, { index }] of order.entries()) result[index] = placed[at] ?? 0;
  return result;
}
