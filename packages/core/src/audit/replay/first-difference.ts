import { canonicalJson } from '../../domain/canonical-json.ts';
import type { Json } from '../../domain/json.ts';
import type { ReplayDifference } from './replay-report.ts';

type Difference = Omit<ReplayDifference, 'sequence' | 'planId'>;

/** The first place, in canonical order, where two values differ; `undefined` when their canonical texts are equal. */
export function firstDifference(
  recorded: Json | undefined,
  recomputed: Json | undefined,
  path = '$',
): Difference | undefined {
  if (recorded !== undefined && recomputed !== undefined) {
    if (canonicalJson(recorded) === canonicalJson(recomputed)) return undefined;
    const [left, right] = [membersOf(recorded), membersOf(recomputed)];
    if (left !== undefined && right !== undefined && Array.isArray(recorded) === Array.isArray(recomputed)) {
      const keys = [...new Set([...left.keys(), ...right.keys()])];
      for (const key of keys.toSorted((one, other) => (one < other ? -1 : 1))) {
        const found = firstDifference(left.get(key), right.get(key), `${path}${stepOf(key)}`);
        if (found !== undefined) return found;
      }
    }
  }
  return {
    path,
    ...(recorded === undefined ? {} : { recorded }),
    ...(recomputed === undefined ? {} : { recomputed }),
  };
}

function membersOf(value: Json): ReadonlyMap<string | number, Json> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return new Map<string | number, Json>(
    Array.isArray(value) ? (value as readonly Json[]).entries() : Object.entries(value as object),
  );
}

const stepOf = (key: string | number): string => {
  if (typeof key === 'number') return `[${key}]`;
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
};
