import type { CommitResult, DriverCommit, StoreDriver } from '@tradewarden/core';
import { type CommitDraft, modelCounters, modelKeys, modelLogs } from './model-steps.ts';

/**
 * A driver as a model test sees it: names are moved under a prefix, and versions, which every driver chooses
 * for itself, are replaced by the order in which they showed up. `driver` may give another handle each time.
 */
export class ObservedStore {
  readonly #driver: () => StoreDriver;
  readonly #prefix: string;
  readonly #current = new Map<string, number>();
  readonly #ordinals = new Map<string, number>();

  constructor(driver: () => StoreDriver, prefix: string) {
    this.#driver = driver;
    this.#prefix = prefix;
  }

  /** Everything a reader can see. */
  async state(): Promise<unknown> {
    const entries = await this.#driver().get(modelKeys.map((key) => this.#prefix + key));
    for (const [index, key] of modelKeys.entries()) this.#current.set(key, entries[index]?.version ?? 0);
    const scanned = await this.#driver().scan({ prefix: `${this.#prefix}c/`, limit: 9 });
    const logs = modelLogs.map(async (log) => ({
      head: await this.#driver().head(this.#prefix + log),
      entries: await this.#driver().read(this.#prefix + log, { after: 0, limit: 999 }),
    }));
    return {
      entries: entries.map((entry) => entry && [entry.value, this.#ordinal(entry.key, entry.version)]),
      scanned: scanned.map(({ key, value, version }) => [
        this.#short(key),
        value,
        this.#ordinal(key, version),
      ]),
      counters: await this.#driver().counters(modelCounters.map((name) => this.#prefix + name)),
      logs: await Promise.all(logs),
    };
  }

  async commit(batch: readonly CommitDraft[]): Promise<unknown> {
    const results = await this.#driver().commit(batch.map((draft) => this.#toCommit(draft)));
    return results.map((result) => this.#toComparable(result));
  }

  #toCommit({ checks, adds, puts, deletes, appends }: CommitDraft): DriverCommit {
    return {
      checks: checks.map(({ key, expects }) => ({
        key: this.#prefix + key,
        version: this.#version(key, expects),
      })),
      adds: adds.map(({ counter, delta, bound }) => ({
        counter: this.#prefix + counter,
        delta,
        ...(bound === undefined ? {} : { min: -bound, max: bound }),
      })),
      puts: puts.map(({ key, value, ttlMs }) =>
        ttlMs === undefined ? { key: this.#prefix + key, value } : { key: this.#prefix + key, value, ttlMs },
      ),
      deletes: deletes.map((key) => this.#prefix + key),
      appends: appends.map(({ log, value }) => ({ log: this.#prefix + log, value })),
    };
  }

  #version(key: string, expects: 'current' | 'wrong' | 'absent'): number {
    if (expects === 'absent') return 0;
    const current = this.#current.get(key) ?? 0;
    return expects === 'current' ? current : current + 1_000_000;
  }

  #toComparable(result: CommitResult): unknown {
    if (result.ok) return result.sequences;
    if (result.reason === 'bound') return { ...result, counter: this.#short(result.counter) };
    return { ...result, key: this.#short(result.key), version: this.#ordinal(result.key, result.version) };
  }

  #short(name: string): string {
    return name.slice(this.#prefix.length);
  }

  #ordinal(key: string, version: number): number {
    if (version === 0) return 0;
    const name = `${key} ${version}`;
    const ordinal = this.#ordinals.get(name) ?? this.#ordinals.size + 1;
    this.#ordinals.set(name, ordinal);
    return ordinal;
  }
}
