import { ConfigError, type ConfigIssue } from '@tradewarden/core';
import { checkPlanning, type PlanningOptions } from '@tradewarden/executor';

/** How approved plans are worked. */
export interface ExecutionSettings {
  readonly planning: PlanningOptions;
  /** How long something held may be without a working stop, in milliseconds; `undefined`: as the executor does. */
  readonly protectWithinMs: number | undefined;
}

const decimals = ['farPercent', 'trailPercent'] as const;
const counts = ['breakEvenAfter', 'trailAfter'] as const;
const pathOf = (name: string): string => `execution.${name}`;

/** Every path of this section. */
export const executionPaths: readonly string[] = [...decimals, ...counts, 'protectWithinMs'].map(pathOf);

/** Reads them by path; what cannot be used is reported. */
export function readExecutionSettings(
  values: ReadonlyMap<string, unknown>,
  issues: ConfigIssue[],
): ExecutionSettings {
  const texts = decimals.flatMap((name) => {
    const value = values.get(pathOf(name));
    return value === undefined ? [] : [[name, textOf(value)] as const];
  });
  const numbers = [...counts, 'protectWithinMs'].flatMap((name) => {
    const value = values.get(pathOf(name));
    return value === undefined ? [] : [[name, countOf(value)] as const];
  });
  const { protectWithinMs, ...rest } = Object.fromEntries<number>(numbers);
  const planning: PlanningOptions = { ...Object.fromEntries<string>(texts), ...rest };
  if (protectWithinMs !== undefined && !(protectWithinMs >= 1))
    issues.push({ path: pathOf('protectWithinMs'), message: 'expected milliseconds, 1 or more' });
  try {
    checkPlanning(planning);
  } catch (error) {
    if (!ConfigError.isInstance(error)) throw error;
    for (const { path, message } of error.issues) issues.push({ path: pathOf(path), message });
  }
  return { planning, protectWithinMs };
}

/** Empty, which is no number, for what is neither text nor number. */
const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** NaN for what is no count. */
const countOf = (value: unknown): number => (/^\d{1,9}$/.test(textOf(value)) ? Number(value) : Number.NaN);
