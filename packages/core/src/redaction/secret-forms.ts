const shortest = 6;

/** A secret as it may turn up: itself, percent-encoded, in JSON, in base64 of either alphabet. */
export function secretForms(secret: string): readonly string[] {
  if (secret.length < shortest) return [];
  const bytes = new TextEncoder().encode(secret);
  const base64 = btoa(String.fromCodePoint(...bytes)).replace(/=+$/, '');
  return [
    secret,
    encodeURIComponent(secret.toWellFormed()),
    JSON.stringify(secret).slice(1, -1),
    base64,
    base64.replaceAll('+', '-').replaceAll('/', '_'),
  ];
}
