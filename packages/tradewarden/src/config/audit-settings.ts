import type { ConfigIssue } from '@tradewarden/core';

/** Where the keys of the audit log are, where its checkpoints go, and whether anything of it may be forgotten. */
export interface AuditSettings {
  /** The folder of the keys; `undefined`: one of its own for each store. */
  readonly keys: string | undefined;
  /** `file:PATH` or `channels`; `undefined`: the channels, when one outside this terminal is turned on. */
  readonly anchors: readonly string[] | undefined;
  readonly legalHold: boolean;
}

/** Every path of this section. */
export const auditPaths: readonly string[] = ['audit.keys', 'audit.anchors', 'audit.legalHold'];

/** Reads them by path; what cannot be used is reported. */
export function readAuditSettings(
  values: ReadonlyMap<string, unknown>,
  issues: ConfigIssue[],
): AuditSettings {
  const [keys, anchors, legalHold = false] = auditPaths.map((path) => values.get(path));
  if (keys !== undefined && (typeof keys !== 'string' || keys.trim() === ''))
    issues.push({ path: 'audit.keys', message: 'expected the path of a folder' });
  if (![true, false, 'true', 'false'].includes(legalHold as string | boolean))
    issues.push({ path: 'audit.legalHold', message: 'expected true or false' });
  return {
    keys: typeof keys === 'string' ? keys : undefined,
    anchors: anchors === undefined ? undefined : readAnchors(anchors, issues),
    legalHold: String(legalHold) === 'true',
  };
}

/** A list, or one with commas, as in the environment. */
function readAnchors(given: unknown, issues: ConfigIssue[]): readonly string[] {
  const named = typeof given === 'string' ? given.split(',').map((name) => name.trim()) : given;
  const list: readonly unknown[] = Array.isArray(named) ? named : [named];
  return list.flatMap((name) => {
    if (name === '') return [];
    if (typeof name === 'string' && /^(?:channels|file:.+)$/.test(name)) return [name];
    issues.push({
      path: 'audit.anchors',
      message: `${JSON.stringify(name)} is none; use file:PATH or channels`,
    });
    return [];
  });
}
