import { canonicalJson } from '../domain/canonical-json.ts';
import type { Json } from '../domain/json.ts';
import { StoreMisuseError } from '../errors/store-errors.ts';
import type { DriverCommit } from './store-driver.ts';
import type { Commit } from './store.ts';

const mostTextBytes = 256 * 1024;

/** Takes out of a text what must not be stored. */
export type TextFilter = (text: string) => string;

/**
 * The commit with canonical texts instead of values, each as `filter` leaves it.
 * @throws {StoreMisuseError} for a value outside the profile of canonical JSON (numbers, depth), or texts too long together.
 */
export function toDriverCommit(commit: Commit, filter: TextFilter = (text) => text): DriverCommit {
  const puts = (commit.puts ?? []).map(({ key, value, ttlMs }) => {
    const text = filter(toText(key, value));
    return ttlMs === undefined ? { key, value: text } : { key, value: text, ttlMs };
  });
  const appends = (commit.appends ?? []).map(({ log, value }) => ({
    log,
    value: filter(toText(log, value)),
  }));
  const bytes = [...puts, ...appends].reduce((sum, { value }) => sum + Buffer.byteLength(value), 0);
  if (bytes > mostTextBytes) {
    throw new StoreMisuseError(`a commit of ${bytes} bytes of values; at most ${mostTextBytes} are allowed`);
  }
  return {
    checks: commit.checks ?? [],
    adds: commit.adds ?? [],
    puts,
    deletes: commit.deletes ?? [],
    appends,
    ...(commit.reduces === true ? { reduces: true } : {}),
  };
}

function toText(name: string, value: Json): string {
  try {
    return canonicalJson(value);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreMisuseError(`the value for ${name} cannot be stored: ${reason}`);
  }
}
