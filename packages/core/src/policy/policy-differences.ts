import { canonicalJson } from '../domain/canonical-json.ts';
import type { Json } from '../domain/json.ts';
import type { Policy } from './policy.ts';

/** `gate.limits.exposure.total: 0.1, here 0.2`, for every value that differs. */
export function policyDifferences(registered: Policy, here: Policy): readonly string[] {
  const before = valuesOf(registered);
  const after = valuesOf(here);
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().flatMap((path) => {
    const [was = 'absent', is = 'absent'] = [before.get(path), after.get(path)];
    return was === is ? [] : [`${path}: ${was}, here ${is}`];
  });
}

function valuesOf({ config }: Policy): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  collect(found, 'book', { ...config.book });
  for (const { name, config: stage } of config.stages) collect(found, name, stage);
  return found;
}

function collect(found: Map<string, string>, path: string, value: Json): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    found.set(path, canonicalJson(value));
    return;
  }
  for (const [key, inner] of Object.entries(value)) collect(found, `${path}.${key}`, inner as Json);
}
