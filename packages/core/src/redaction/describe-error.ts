import type { Redactor } from './redactor.ts';

/** What may be kept of a foreign error: never the object itself, whose fields may hold tokens. */
export interface ForeignError {
  readonly name: string;
  /** Redacted, one line, at most 300 characters; with the messages of its causes. */
  readonly message: string;
  /** Such as `ECONNRESET` or an HTTP status. */
  readonly code?: string;
}

/** Turns whatever was thrown into text that may be logged, stored and shown. */
export function describeError(error: unknown, redactor: Redactor): ForeignError {
  const clean = (value: string): string =>
    redactor
      .text(value)
      .toWellFormed()
      .replaceAll(/[\s\p{Cc}]+/gu, ' ')
      .trim();
  const seen = new Set<unknown>();
  const messages: string[] = [];
  let code: string | undefined;
  for (let next = error; next !== undefined && next !== null && !seen.has(next) && seen.size < 5;) {
    seen.add(next);
    const said = clean(messageOf(next));
    if (said !== '' && !messages.some((message) => message.includes(said))) messages.push(said);
    code ??= codeOf(next);
    next = typeof next === 'object' ? fieldOf(next, 'cause') : undefined;
  }
  const name = typeof error === 'object' && error !== null ? fieldOf(error, 'name') : undefined;
  const message = messages.join(': ');
  return {
    name: typeof name === 'string' ? clean(name) : typeof error,
    message: message.length > 300 ? `${message.slice(0, 299).toWellFormed()}…` : message,
    ...(code === undefined ? {} : { code: clean(code) }),
  };
}

/** A getter of a foreign object may throw. */
function fieldOf(value: object, key: string): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    return undefined;
  }
}

function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const message = fieldOf(error, 'message');
  return typeof message === 'string' ? message : 'unknown error';
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const code = fieldOf(error, 'code') ?? fieldOf(error, 'status');
  return typeof code === 'string' || typeof code === 'number' ? String(code) : undefined;
}
