const shortest = 6;

/**
 * A secret as it may turn up: itself, percent-encoded as in a path, a form or by a program that writes small letters,
 * in JSON, and in base64 of either alphabet, alone or in the middle of what was encoded with it.
 */
export function secretForms(secret: string): readonly string[] {
  if (secret.length < shortest) return [];
  const wellFormed = secret.toWellFormed();
  const percent = encodeURIComponent(wellFormed);
  const bytes = new TextEncoder().encode(secret);
  const base64 = [encoded(bytes, 0).replace(/=+$/, ''), ...[0, 1, 2].map((offset) => inside(bytes, offset))];
  return [
    ...new Set([
      secret,
      percent,
      percent.replaceAll(/%../g, (code) => code.toLowerCase()),
      new URLSearchParams({ '': wellFormed }).toString().slice(1),
      JSON.stringify(secret).slice(1, -1),
      ...base64,
      ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    ]),
  ];
}

const encoded = (bytes: Uint8Array, offset: number): string =>
  btoa(String.fromCodePoint(...new Uint8Array(offset), ...bytes));

/** The characters of its base64 that the secret alone decides, when it stands `offset` bytes behind a group of three. */
const inside = (bytes: Uint8Array, offset: number): string =>
  encoded(bytes, offset).slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
