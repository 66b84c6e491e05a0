const n = (value: number): string => value.toFixed(1);

/** Words as XML holds them: escaped, and without the characters that it knows no way to write. */
const words = (value: string): string =>
  value
    .toWellFormed()
    .replaceAll(/\p{Cc}|[\ufffe\uffff]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

export const rectangle = (
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  opacity = 1,
): string =>
  `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${fill}" fill-opacity="${opacity}"/>`;

export const line = (
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  color: string,
  width: number,
  dashes = 'none',
): string =>
  `<line x1="${n(x1)}" y1="${n(y1)}" x2="${n(x2)}" y2="${n(y2)}" stroke="${color}" stroke-width="${width}" stroke-dasharray="${dashes}"/>`;

export const text = (
  x: number,
  y: number,
  value: string,
  { size, color, bold = false, end = false }: { size: number; color: string; bold?: boolean; end?: boolean },
): string =>
  `<text x="${n(x)}" y="${n(y)}" font-family="Atkinson Hyperlegible" font-size="${n(size)}" font-weight="${bold ? 700 : 400}" fill="${color}" text-anchor="${end ? 'end' : 'start'}">${words(value)}</text>`;
