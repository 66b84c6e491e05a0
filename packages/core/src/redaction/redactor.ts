import { Secret } from '../config/secret.ts';
import type { Json } from '../domain/json.ts';
import { secretForms } from './secret-forms.ts';
import { mayHoldShape, secretShapes } from './secret-shapes.ts';

/** Stands where a secret stood. */
export const redacted = '[redacted]';

/** Takes secrets out of texts before they are logged, stored or sent. */
export interface Redactor {
  /** Knows a secret from now on; shorter than 6 characters it is left alone, since it would hide common words. */
  add(secret: Secret | string): void;
  text(value: string): string;
  /** Only what it was told; what merely looks like a secret stays. */
  known(value: string): string;
  /**
   * With every text redacted, keys too; what JSON does not know is dropped as `JSON.stringify` does. What needs no
   * change is returned as it is, not copied.
   */
  json<T>(value: T): T;
}

/** Knows what secrets look like, and those it is told. */
export function createRedactor(secrets: readonly (Secret | string)[] = []): Redactor {
  const known = new Set<string>();
  let longestFirst: readonly string[] = [];
  /** Finds whether any is there, in one pass: nearly always there is none. */
  let any: RegExp | undefined;
  const add = (given: Secret | string): void => {
    for (const form of secretForms(given instanceof Secret ? given.reveal() : given)) known.add(form);
    // A secret may be part of another: the longest goes first, or its rest would stay readable.
    longestFirst = [...known].toSorted((left, right) => right.length - left.length);
    any = known.size === 0 ? undefined : new RegExp(longestFirst.map(escaped).join('|'));
  };
  const hidden = (value: string): string => {
    if (any === undefined || !any.test(value)) return value;
    let result = value;
    for (const secret of longestFirst) result = result.replaceAll(secret, redacted);
    return result;
  };
  const text = (value: string): string => {
    const result = hidden(value);
    return mayHoldShape.test(result) ? secretShapes.reduce(hideShape, result) : result;
  };
  for (const given of secrets) add(given);
  return { add, text, known: hidden, json: (value) => withTexts(value as Json, text) as typeof value };
}

const escaped = (literal: string): string => literal.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);

function hideShape(value: string, shape: RegExp): string {
  // `matchAll` copies the expression, which costs more than the search.
  if (value.search(shape) < 0) return value;
  let result = '';
  let end = 0;
  for (const match of value.matchAll(shape)) {
    const [from, to] = match.indices?.groups?.['secret'] ?? [0, 0];
    if (value.slice(from, to) === redacted) continue;
    result += `${value.slice(end, from)}${redacted}`;
    end = to;
  }
  return result + value.slice(end);
}

/** Every text in it as `text` makes it, keys too; the value itself when that changes none. */
export function withTexts(value: Json, text: (value: string) => string): Json {
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const list: readonly Json[] = value;
    const items = list.map((item) => withTexts(item, text));
    return items.every((item, index) => item === list[index]) ? list : items;
  }
  let isSame = isPlain(value);
  const entries = Object.entries(value).flatMap(([key, item]): [string, Json][] => {
    const clean: [string, Json] | [] = item === undefined ? [] : [text(key), withTexts(item, text)];
    if (clean[0] !== key || clean[1] !== item) isSame = false;
    return clean.length === 0 ? [] : [clean];
  });
  return isSame ? value : Object.fromEntries(entries);
}

/** Of another object there may be more than its entries show. */
const isPlain = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype;
