import type { Json } from './json.ts';

const maximumDepth = 32;

/**
 * RFC 8785 on a restricted profile: safe integers are the only numbers (money is text), strings are well-formed,
 * members that are `undefined` are dropped. @throws {TypeError} names the path of what does not fit.
 */
export function canonicalJson(value: Json): string {
  return written(value, '', 0);
}

function written(value: Json | undefined, path: string, depth: number): string {
  if (depth > maximumDepth) throw new TypeError(`${path}: nested deeper than ${maximumDepth}`);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError(`${path}: text with half a character`);
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value))
      throw new TypeError(`${path}: ${value} is not a safe integer; write decimals as text`);
    return value === 0 ? '0' : String(value);
  }
  if (isList(value))
    return `[${value.map((item, index) => written(item, `${path}[${index}]`, depth + 1)).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`${path}: ${typeof value} is not JSON`);
  const members: string[] = [];
  for (const key of Object.keys(value).toSorted(byCodeUnit)) {
    if (value[key] === undefined) continue;
    if (!key.isWellFormed()) throw new TypeError(`${path}: a key with half a character`);
    members.push(
      `${JSON.stringify(key)}:${written(value[key], path === '' ? key : `${path}.${key}`, depth + 1)}`,
    );
  }
  return `{${members.join(',')}}`;
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const byCodeUnit = (left: string, right: string): number => {
  if (left === right) return 0;
  return left < right ? -1 : 1;
};

/** Foreign JSON brought into the profile: other numbers become decimal text, half characters become U+FFFD. @throws {TypeError} too deep. */
export function toCanonicalValue(input: unknown, depth = 0): Json {
  if (depth > maximumDepth) throw new TypeError(`nested deeper than ${maximumDepth}`);
  if (input === null || input === undefined) return null;
  if (typeof input === 'boolean') return input;
  if (typeof input === 'string') return input.toWellFormed();
  if (typeof input === 'number') {
    if (Number.isSafeInteger(input)) return input === 0 ? 0 : input;
    return String(input);
  }
  if (Array.isArray(input)) return input.map((item) => toCanonicalValue(item, depth + 1));
  if (typeof input !== 'object') throw new TypeError(`${typeof input} is not JSON`);
  const members: [string, Json][] = [];
  for (const [key, member] of Object.entries(input)) {
    if (member !== undefined) members.push([key.toWellFormed(), toCanonicalValue(member, depth + 1)]);
  }
  return Object.fromEntries(members);
}
