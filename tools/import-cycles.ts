import type { Edge } from './import-graph.ts';

/** Each circle of files that load each other, once, as the path around it. */
export function importCycles(edges: readonly Edge[]): readonly string[] {
  const next = new Map<string, string[]>();
  for (const { from, kind, destination } of edges) {
    if (kind === 'type' || destination.to !== 'file') continue;
    const targets = next.get(from) ?? [];
    targets.push(destination.path);
    next.set(from, targets);
  }
  const cycles: string[] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const walk = (path: string): void => {
    const start = trail.indexOf(path);
    if (start !== -1) cycles.push([...trail.slice(start), path].join(' -> '));
    if (start !== -1 || done.has(path)) return;
    trail.push(path);
    for (const target of next.get(path) ?? []) walk(target);
    trail.pop();
    done.add(path);
  };
  for (const path of next.keys()) walk(path);
  return cycles;
}
