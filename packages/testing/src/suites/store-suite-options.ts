import type { StoreDriver, VirtualClock } from '@tradewarden/core';

/** What vitest, node:test and their like offer as `test`. */
export type TestFunction = (name: string, run: () => Promise<void>) => unknown;

export interface StoreSuiteOptions {
  /**
   * One handle on the data called `name` (letters, digits, hyphens): a new name is an empty store, a name that was
   * opened before is the same data through another handle. The driver takes its time from `clock`.
   */
  readonly open: (name: string) => Promise<StoreDriver>;
  /** The clock that the drivers were given; the suite moves it. */
  readonly clock: VirtualClock;
  /** Whether the data outlive the closing of every handle. */
  readonly durable: boolean;
  /** Opens a file that `backup` wrote, as a store of its own; without it copies are made and not looked into. */
  readonly openCopy?: (file: string) => Promise<StoreDriver>;
  /**
   * Given Markdown at the end, by one more test: what became of the cases of each law, and how long 1,000 commits and
   * reads took one at a time. Tests must run one after the other for that.
   */
  readonly report?: (markdown: string) => void;
}
