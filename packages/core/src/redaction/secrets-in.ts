import { Secret } from '../config/secret.ts';

/** Every secret in parsed options, however deep in lists and plain objects. */
export function secretsIn(value: unknown, seen: Set<object> = new Set()): readonly Secret[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  if (value instanceof Secret) return [value];
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return [];
  return Object.values(value).flatMap((item) => secretsIn(item, seen));
}
