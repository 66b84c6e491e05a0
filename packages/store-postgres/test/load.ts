import { commitSettled, type Store, StoreUnavailableError, StoreUnknownError } from '@tradewarden/core';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { agreeingBooks, booking } from './books.ts';

/** Callers that commit one booking after the other until told to stop, and what they were told about each. */
export class Load {
  readonly acknowledged: Set<string> = new Set();
  readonly refused: Set<string> = new Set();
  readonly unknown: Set<string> = new Set();
  readonly failures: Error[] = [];
  readonly #store: Store;
  readonly #callers: Promise<unknown>;
  #isStopped = false;

  constructor(store: Store, callers: number) {
    this.#store = store;
    this.#callers = Promise.all(Array.from({ length: callers }, async (_, caller) => this.#commit(caller)));
  }

  /** Until so many more were acknowledged. */
  async acknowledges(more: number): Promise<void> {
    await grows(() => this.acknowledged.size, more);
  }

  /** Until so many more failed. */
  async fails(more: number): Promise<void> {
    await grows(() => this.failures.length, more);
  }

  /** Stops, and compares what is stored with what was said. */
  async settle(): Promise<void> {
    this.#isStopped = true;
    await this.#callers;
    expectHonest(this, await agreeingBooks(this.#store));
  }

  async #commit(caller: number): Promise<void> {
    for (let index = 0; !this.#isStopped; index += 1) {
      const key = `record/${caller}/${index}`;
      try {
        const result = await commitSettled(this.#store, booking(key));
        if (!result.ok) throw new Error(`${key} is nobody else's, and yet refused: ${result.reason}`);
        this.acknowledged.add(key);
      } catch (error) {
        if (StoreUnavailableError.isInstance(error)) this.refused.add(key);
        else if (StoreUnknownError.isInstance(error)) this.unknown.add(key);
        else throw error;
        this.failures.push(error);
        await wait(20);
      }
    }
  }
}

async function grows(size: () => number, more: number): Promise<void> {
  const before = size();
  await expect.poll(() => size() - before, { timeout: 30_000 }).toBeGreaterThan(more);
}

function expectHonest(told: Load, records: ReadonlyMap<string, number>): void {
  const wrong = {
    lost: [...told.acknowledged].filter((key) => !records.has(key)),
    refusedButApplied: [...told.refused].filter((key) => records.has(key)),
    unasked: [...records.keys()].filter((key) => !told.acknowledged.has(key) && !told.unknown.has(key)),
  };
  expect(wrong).toEqual({ lost: [], refusedButApplied: [], unasked: [] });
}
