import { canonicalJson } from '../domain/canonical-json.ts';
import type { Json } from '../domain/json.ts';
import { StoreMisuseError } from '../errors/store-errors.ts';
import { withTexts } from '../redaction/redactor.ts';
import type { DriverCommit } from './store-driver.ts';
import type { Commit } from './store.ts';

const mostTextBytes = 256 * 1024;

/** Takes out of a text what must not be stored: the canonical text of a value, or a text in it. */
export type TextFilter = (text: string) => string;

/**
 * The commit with canonical texts instead of values, without what `filter` takes out of the texts in them.
 * @throws {StoreMisuseError} for a value outside the profile of canonical JSON (numbers, depth), or texts too long together.
 */
export function toDriverCommit(commit: Commit, filter?: TextFilter): DriverCommit {
  const puts = (commit.puts ?? []).map(({ key, value, ttlMs }) => {
    const text = toCleanText(key, value, filter);
    return ttlMs === undefined ? { key, value: text } : { key, value: text, ttlMs };
  });
  const appends = (commit.appends ?? []).map(({ log, value }) => ({
    log,
    value: toCleanText(log, value, filter),
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

/** What is found in the whole is taken out of the texts in it alone: in the whole it may be digits of a number, or end an escape. */
function toCleanText(name: string, value: Json, filter: TextFilter = (text) => text): string {
  const text = toText(name, value);
  return filter(text) === text ? text : toText(name, withTexts(value, filter));
}

function toText(name: string, value: Json): string {
  try {
    return canonicalJson(value);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreMisuseError(`the value for ${name} cannot be stored: ${reason}`);
  }
}
