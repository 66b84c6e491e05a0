import { canonicalJson } from './canonical-json.ts';
import type { Json } from './json.ts';

const unfit = Symbol('unfit');

/**
 * A copy with every member in canonical order and without those that are `undefined`: what the canonical text of the
 * value reads back as. @throws {TypeError} names the path of what does not fit into canonical JSON.
 */
export function inCanonicalOrder<T>(value: T): T {
  const copy = ordered(value as Json, 0);
  return (copy === unfit ? JSON.parse(canonicalJson(value as Json)) : copy) as T;
}

function ordered(value: Json | undefined, depth: number): Json | typeof unfit {
  if (typeof value === 'string') return value.isWellFormed() ? value : unfit;
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value + 0 : unfit;
  if (typeof value !== 'object' || depth >= 32) return unfit;
  if (Array.isArray(value)) {
    const list: Json[] = [];
    for (const item of value as readonly Json[]) {
      const copy = ordered(item, depth + 1);
      if (copy === unfit) return unfit;
      list.push(copy);
    }
    return list;
  }
  const members: Record<string, Json> = {};
  for (const key of sortedKeys(value)) {
    const member = (value as Readonly<Record<string, Json | undefined>>)[key];
    if (member === undefined) continue;
    const copy = ordered(member, depth + 1);
    if (copy === unfit || !key.isWellFormed() || key === '__proto__') return unfit;
    members[key] = copy;
  }
  return members;
}

/** In the order of RFC 8785: by UTF-16 code units, as `<` compares. Insertion: documents have few members each. */
function sortedKeys(value: object): readonly string[] {
  const keys = Object.keys(value);
  if (keys.length > 24) return keys.toSorted();
  for (let from = 1; from < keys.length; from += 1) {
    const key = keys[from] ?? '';
    let to = from;
    for (; to > 0 && key < (keys[to - 1] ?? ''); to -= 1) keys[to] = keys[to - 1] ?? '';
    keys[to] = key;
  }
  return keys;
}
