import { escapeIdentifier } from 'pg';

/** Text of a statement with its values in it: one message, one round trip, and nothing that a pooler must remember. */
export function sql(parts: TemplateStringsArray, ...values: readonly SqlValue[]): string {
  return String.raw({ raw: parts }, ...values.map(toLiteral));
}

type SqlValue = string | number | boolean | Identifier | readonly string[];

class Identifier {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A name of something in the database, as opposed to a value. */
export const named = (name: string): Identifier => new Identifier(escapeIdentifier(name));

/** What `escapeLiteral` of `pg` makes of it, which takes a text letter by letter and so as long as the server. */
function escapeLiteral(text: string): string {
  const quoted = text.replaceAll("'", "''");
  return quoted.includes('\\') ? ` E'${quoted.replaceAll('\\', String.raw`\\`)}'` : `'${quoted}'`;
}

function toLiteral(value: SqlValue): string {
  if (value instanceof Identifier) return value.text;
  if (typeof value === 'string') return escapeLiteral(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') return `ARRAY[${value.map(escapeLiteral).join(',')}]::text[]`;
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no number for a statement`);
  return String(value);
}
