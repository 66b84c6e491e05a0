import { Secret } from './secret.ts';

export type Redactor = (text: string) => string;

const shown = '[secret]';
/** Below this, the part of a secret that is sure to appear inside longer base64 is too common a text to be replaced. */
const leastEmbedded = 6;

/**
 * Replaces every secret in a text, also where it is percent-encoded, escaped for JSON, or part of base64 such as
 * a Basic authorization header. Empty secrets are ignored.
 */
export function createRedactor(secrets: Iterable<Secret | string>): Redactor {
  const texts = [...secrets].map((secret) => (secret instanceof Secret ? secret.reveal() : secret));
  const forms = new Set(texts.filter((text) => text !== '').flatMap((text) => formsOf(text)));
  if (forms.size === 0) return (text) => text;
  // The longest first: a secret that begins with another one is replaced whole.
  const sorted = [...forms].toSorted((left, right) => right.length - left.length);
  const pattern = new RegExp(sorted.map((form) => RegExp.escape(form)).join('|'), 'g');
  return (text) => text.replace(pattern, shown);
}

/** Every secret in parsed options, at any depth. */
export function secretsIn(options: unknown): readonly Secret[] {
  const found = new Set<Secret>();
  const seen = new Set<object>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (value instanceof Secret) found.add(value);
    // Only plain values: options may hold clients and other live objects, whose insides are not ours to read.
    else if (Array.isArray(value) || isPlain(value)) for (const part of Object.values(value)) visit(part);
  };
  visit(options);
  return [...found];
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function formsOf(text: string): readonly string[] {
  const percent = [encodeURIComponent(text.toWellFormed()), encodeURI(text.toWellFormed())];
  const form = percent.map((encoded) => encoded.replaceAll('%20', '+'));
  const lowerCase = [...percent, ...form].map((encoded) =>
    encoded.replaceAll(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
  );
  return [text, JSON.stringify(text).slice(1, -1), ...percent, ...form, ...lowerCase, ...base64Forms(text)];
}

/** Alone with and without padding, and what is left of it behind one or two bytes of something else. */
function base64Forms(text: string): readonly string[] {
  const bytes = new TextEncoder().encode(text);
  const alone = base64(bytes);
  const embedded = [0, 1, 2].map((before) => {
    const encoded = base64(new Uint8Array([...Array.from({ length: before }, () => 0), ...bytes]));
    // A character holds 6 bits: those that share bits with a neighbour depend on it.
    const first = Math.ceil((before * 8) / 6);
    return encoded.slice(first, Math.floor(((before + bytes.length) * 8) / 6));
  });
  const standard = [
    alone,
    alone.replaceAll('=', ''),
    ...embedded.filter((form) => form.length >= leastEmbedded),
  ];
  return [...standard, ...standard.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
}

const base64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''));
