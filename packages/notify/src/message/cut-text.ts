const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What people see as one character each. */
export const graphemes = (value: string): readonly string[] =>
  Array.from(segmenter.segment(value), ({ segment }) => segment);

/** Whether a text may be cut between these two: not inside a grapheme, a number with its unit, or an address. */
export function isCutBetween(left: string, right: string): boolean {
  if (left === '' || right === '') return true;
  const before = left.slice(-64);
  const near = before + right.slice(0, 64);
  if (segmenter.segment(near).containing(before.length)?.index !== before.length) return false;
  if (/[\p{N}.,'’_+−-]$/u.test(before) && /^[\p{N}.,'’_]/u.test(right)) return false;
  if (/\p{N}\s*$/u.test(before) && /^\s*(?:%|[A-Z]{1,6}(?![\p{L}]))/u.test(right)) return false;
  return !/\w+:\/\/\S*$/.test(left.slice(-2048)) || /^\s/.test(right);
}

/**
 * The longest start of `value` that fits, and the rest; the two joined are `value`. Cut after a line, else after a
 * word, else between graphemes; never inside a number or an address unless one alone is too long. `undefined` when
 * not even one grapheme fits.
 */
export function cutText(
  value: string,
  fits: (start: string) => boolean,
  force: boolean,
): readonly [string, string] | undefined {
  const units = graphemes(value);
  const ends: number[] = [];
  for (const unit of units) ends.push((ends.at(-1) ?? 0) + unit.length);
  let most = -1;
  for (let low = 0, high = ends.length - 1; low <= high;) {
    const middle = (low + high) >> 1;
    if (fits(value.slice(0, ends[middle]))) {
      most = middle;
      low = middle + 1;
    } else high = middle - 1;
  }
  if (most < 0) return undefined;
  const whole = ends.slice(0, most + 1);
  const end =
    whole.findLast((at, index) => index > most / 2 && value[at - 1] === '\n') ??
    whole.findLast((at) => /\s/.test(value[at - 1] ?? '') && good(value, at)) ??
    whole.findLast((at) => good(value, at)) ??
    (force ? whole.at(-1) : undefined);
  return end === undefined ? undefined : [value.slice(0, end), value.slice(end)];
}

const good = (value: string, at: number): boolean => isCutBetween(value.slice(0, at), value.slice(at));

/** `value` with an ellipsis at its end when it has more than `most` graphemes. */
export function shortText(value: string, most: number): string {
  if (value.length <= most) return value;
  const units = graphemes(value);
  return units.length <= most ? value : `${units.slice(0, most - 1).join('')}…`;
}
