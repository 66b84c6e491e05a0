import { systemClock, systemIds } from '@tradewarden/core';
import { Client } from 'pg';
import type { Connections } from './connections.ts';
import type { ConnectionTarget } from './connection-target.ts';
import { named, sql } from './sql-text.ts';
import { withTimeOut } from './time-out.ts';

const firstPauseMs = 100;
const longestPauseMs = 10_000;

/**
 * Tells other processes about work, and hears of theirs, on a connection of its own that a pooler must not share.
 * Only a hint: what is lost while the connection is down, everybody finds by polling.
 */
export class Hints {
  readonly #target: ConnectionTarget;
  readonly #connections: Connections;
  readonly #channel: string;
  readonly #self = systemIds.next('driver');
  readonly #wakers = new Set<() => void>();
  readonly #stop = new AbortController();
  #listening: Promise<void> | undefined;
  #client: Client | undefined;
  #telling = false;
  #tellAgain = false;

  constructor(target: ConnectionTarget, connections: Connections) {
    this.#target = target;
    this.#connections = connections;
    this.#channel = `tradewarden_${target.schema}`;
  }

  watch(wake: () => void): () => void {
    // The same function may watch twice.
    const waker = (): void => wake();
    this.#wakers.add(waker);
    this.#listening ??= this.#listen();
    return () => this.#wakers.delete(waker);
  }

  /**
   * Sent after the commit and not inside: a commit with a notification holds a lock of the whole server until it is
   * synced. While one is under way, all that follow become one.
   */
  tell(): void {
    this.#tellAgain = true;
    if (!this.#telling && !this.#stop.signal.aborted) void this.#tellAll();
  }

  async close(): Promise<void> {
    this.#stop.abort(new Error('closed'));
    await this.#client?.end().catch(() => {});
    await this.#listening;
  }

  async #tellAll(): Promise<void> {
    this.#telling = true;
    while (this.#tellAgain && !this.#stop.signal.aborted) {
      this.#tellAgain = false;
      await this.#connections
        .run('read', sql`SELECT pg_notify(${this.#channel}, ${this.#self})`)
        .catch(() => []);
    }
    this.#telling = false;
  }

  async #listen(): Promise<void> {
    let pauseMs = firstPauseMs;
    while (!this.#stop.signal.aborted) {
      try {
        await this.#listenOnce(() => (pauseMs = firstPauseMs));
      } catch {
        // Whatever it was, the next try shows whether it is over.
      }
      await systemClock.sleep(pauseMs, this.#stop.signal).catch(() => {});
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
  }

  /** Until the connection is lost. */
  async #listenOnce(connected: () => void): Promise<void> {
    const client = new Client({ ...this.#target.config, connectionTimeoutMillis: longestPauseMs });
    this.#client = client;
    const lost = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', () => resolve());
    });
    client.on('notification', ({ payload }) => {
      if (payload !== this.#self) this.#wakeAll();
    });
    try {
      await client.connect();
      // A watcher alone is no reason to keep the process alive.
      (client as Client & { unref(): void }).unref();
      await withTimeOut(
        client.query(sql`LISTEN ${named(this.#channel)}`),
        longestPauseMs,
        () => new Error('no answer'),
      );
      connected();
      // Something may have been told before we listened.
      this.#wakeAll();
      if (!this.#stop.signal.aborted) await lost;
    } finally {
      await client.end().catch(() => {});
    }
  }

  #wakeAll(): void {
    for (const wake of this.#wakers) wake();
  }
}
