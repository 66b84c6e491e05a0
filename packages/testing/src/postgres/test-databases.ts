import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

/** The databases that a test made on a server, so that they can be dropped again. */
export class TestDatabases {
  readonly #url: string;
  readonly #made: string[] = [];

  constructor(url: string) {
    this.#url = url;
  }

  async create(name = `test-${randomUUID()}`): Promise<string> {
    await this.#run([`CREATE DATABASE ${quoted(name)}`]);
    this.#made.push(name);
    const url = new URL(this.#url);
    url.pathname = encodeURIComponent(name);
    return url.href;
  }

  async dropAll(): Promise<void> {
    await this.#run(
      this.#made.splice(0).map((name) => `DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`),
    );
  }

  async #run(statements: readonly string[]): Promise<void> {
    const client = new Client({ connectionString: this.#url });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
