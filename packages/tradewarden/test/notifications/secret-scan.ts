import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { inspect } from 'node:util';

/** A secret in every form in which somebody could read it: made here, not by what is to be tested. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const inBase64 = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    // Characters at the edges depend on what stands beside it.
    return text.slice(offset === 0 ? 0 : offset + 1, Math.floor(((offset + bytes.length) * 4) / 3));
  });
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    encodeURI(secret),
    new URLSearchParams({ s: secret }).toString().slice(2),
    bytes.toString('hex'),
    ...inBase64,
    ...inBase64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ].filter((form) => form.length >= 6);
}

/** Looks for secrets wherever something was written. */
export class SecretScan {
  readonly #forms: readonly (readonly [name: string, form: string])[];
  readonly #found: string[] = [];

  constructor(secrets: Readonly<Record<string, string>>) {
    this.#forms = Object.entries(secrets).flatMap(([name, secret]) =>
      formsOf(secret).map((form) => [name, form] as const),
    );
  }

  /** `place (name of the secret)` for each find. */
  get found(): readonly string[] {
    return [...new Set(this.#found)];
  }

  text(place: string, text: string): void {
    for (const [name, form] of this.#forms) {
      const at = text.indexOf(form);
      if (at >= 0) this.#found.push(`${place} (${name}): …${text.slice(Math.max(0, at - 60), at)}[HERE]`);
    }
  }

  /** As a logger would print it, to any depth, and as JSON. */
  values(place: string, values: readonly unknown[]): void {
    for (const value of values) {
      this.text(place, inspect(value, { depth: 20, showHidden: true, getters: true }));
      this.text(place, JSON.stringify(value) ?? '');
    }
  }

  /** The bytes of an open database with its journal, and every value in its tables. */
  database(path: string): void {
    for (const suffix of ['', '-wal', '-shm']) {
      const bytes = readFileSync(path + suffix);
      this.text(`bytes of the database${suffix}`, bytes.toString('latin1'));
      this.text(`bytes of the database${suffix}`, bytes.toString('utf8'));
    }
    const database = new DatabaseSync(path, { readOnly: true });
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    for (const { name } of tables)
      for (const row of database.prepare(`SELECT * FROM "${String(name)}"`).all())
        for (const value of Object.values(row))
          this.text(
            `table ${String(name)}`,
            value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value),
          );
    database.close();
  }
}
