import assert from 'node:assert/strict';
import type { CommitResult, DriverCommit, StoredEntry, StoreDriver, VirtualClock } from '@tradewarden/core';
import type { StoreSuiteOptions } from './store-suite-options.ts';

/** One law of the store contract as a test; the name starts with the number of the law. */
export interface StoreCase {
  readonly name: string;
  readonly run: (bench: StoreBench) => Promise<void>;
}

/** The store that one case works on: empty at first, closed by the suite. */
export class StoreBench {
  readonly clock: VirtualClock;
  readonly durable: boolean;
  readonly #open: () => Promise<StoreDriver>;
  readonly #openCopy: StoreSuiteOptions['openCopy'];
  readonly #handles = new Set<StoreDriver>();
  #skipped: string | undefined;

  constructor({ open, openCopy, clock, durable }: StoreSuiteOptions, name: string) {
    this.#openCopy = openCopy;
    this.clock = clock;
    this.durable = durable;
    this.#open = async () => open(name);
  }

  /** Why the case does not apply to this driver, once it has said so. */
  get skipped(): string | undefined {
    return this.#skipped;
  }

  /** Says that the case does not apply, or only in part. */
  skip(reason: string): void {
    this.#skipped = reason;
  }

  /** Another handle on the same data. */
  async open(): Promise<StoreDriver> {
    const driver = await this.#open();
    this.#handles.add(driver);
    return driver;
  }

  async openSeveral(count: number): Promise<readonly [StoreDriver, ...StoreDriver[]]> {
    const first = await this.open();
    const others: StoreDriver[] = [];
    while (others.length < count - 1) others.push(await this.open());
    return [first, ...others];
  }

  /** A copy that `backup` wrote, when it can be opened. */
  async openCopy(file: string): Promise<StoreDriver | undefined> {
    const driver = await this.#openCopy?.(file);
    if (driver !== undefined) this.#handles.add(driver);
    return driver;
  }

  async close(driver: StoreDriver): Promise<void> {
    this.#handles.delete(driver);
    await driver.close();
  }

  async closeAll(): Promise<void> {
    for (const driver of this.#handles) await this.close(driver);
  }
}

/** A commit from the parts that matter to a case. */
export const driverCommit = (parts: Partial<DriverCommit>): DriverCommit => ({
  checks: [],
  adds: [],
  puts: [],
  deletes: [],
  appends: [],
  ...parts,
});

/** Sends one commit alone. */
export async function commitOne(driver: StoreDriver, parts: Partial<DriverCommit>): Promise<CommitResult> {
  const results = await driver.commit([driverCommit(parts)]);
  assert.equal(results.length, 1, 'one commit has one result');
  const [result] = results;
  assert.ok(result);
  return result;
}

/** Sends one commit that has to pass, and gives the version of its puts. */
export async function commitOk(driver: StoreDriver, parts: Partial<DriverCommit>): Promise<number> {
  const result = await commitOne(driver, parts);
  assert.ok(result.ok, `expected to pass: ${JSON.stringify(result)}`);
  return result.version;
}

/** One key alone, `null` when absent. */
export async function entryOf(driver: StoreDriver, key: string): Promise<StoredEntry | null> {
  const [entry] = await driver.get([key]);
  assert.notEqual(entry, undefined, 'get answers every key');
  return entry ?? null;
}
