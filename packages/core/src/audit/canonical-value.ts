import { canonicalJson } from '../domain/canonical-json.ts';
import type { Json } from '../domain/json.ts';

/** The value of a text that is canonical JSON: no other order, no member twice, no half character. Else `undefined`. */
export function canonicalValue(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}
