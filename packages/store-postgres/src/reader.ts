import {
  type LogHead,
  type ReadQuery,
  type ScanQuery,
  type StoredEntry,
  type StoredLogEntry,
} from '@tradewarden/core';
import type { Connections, Row } from './connections.ts';
import { askWhetherStandby, assertPrimary } from './primary.ts';
import { named, sql } from './sql-text.ts';

/** Above every key: they are printable ASCII. */
const afterEveryKey = '\u007f';

/** Reads of one statement each, so of one snapshot. A standby may lag behind, so none is ever read. */
export class Reader {
  readonly #connections: Connections;
  readonly #schema: ReturnType<typeof named>;

  constructor(connections: Connections, schema: string) {
    this.#connections = connections;
    this.#schema = named(schema);
  }

  async get(keys: readonly string[], now: number): Promise<readonly (StoredEntry | null)[]> {
    const rows = await this.#rows(
      sql`SELECT k, v, ver FROM ${this.#schema}.kv WHERE k = ANY (${keys}) AND (exp IS NULL OR exp > ${now})`,
    );
    const entries = new Map(rows.map((row) => [String(row['k']), toEntry(row)]));
    return keys.map((key) => entries.get(key) ?? null);
  }

  async counters(names: readonly string[]): Promise<readonly number[]> {
    const rows = await this.#rows(sql`SELECT k, n FROM ${this.#schema}.ctr WHERE k = ANY (${names})`);
    const values = new Map(rows.map((row) => [String(row['k']), Number(row['n'])]));
    return names.map((name) => values.get(name) ?? 0);
  }

  async scan({ prefix, after = '', limit }: ScanQuery, now: number): Promise<readonly StoredEntry[]> {
    const rows = await this.#rows(
      sql`SELECT k, v, ver FROM ${this.#schema}.kv WHERE k >= ${prefix} AND k > ${after}
          AND k < ${prefix + afterEveryKey} AND (exp IS NULL OR exp > ${now}) ORDER BY k LIMIT ${limit}`,
    );
    return rows.map(toEntry);
  }

  async read(log: string, { after, limit }: ReadQuery): Promise<readonly StoredLogEntry[]> {
    const rows = await this.#rows(
      sql`SELECT seq, v FROM ${this.#schema}.log WHERE name = ${log} AND seq > ${after} ORDER BY seq LIMIT ${limit}`,
    );
    return rows.map((row) => ({ sequence: Number(row['seq']), value: String(row['v']) }));
  }

  async head(log: string): Promise<LogHead> {
    const [row] = await this.#rows(sql`SELECT seq, first FROM ${this.#schema}.head WHERE name = ${log}`);
    return { first: Number(row?.['first'] ?? 1), last: Number(row?.['seq'] ?? 0) };
  }

  async #rows(select: string): Promise<readonly Row[]> {
    const [server, found] = await this.#connections.run('read', askWhetherStandby, select);
    assertPrimary(server, this.#connections.location);
    return found ?? [];
  }
}

function toEntry(row: Row): StoredEntry {
  return { key: String(row['k']), value: String(row['v']), version: Number(row['ver']) };
}
