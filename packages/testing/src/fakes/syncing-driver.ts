import { type Clock, memoryDriver, type StoreDriver } from '@tradewarden/core';
import { overriddenDriver } from './overridden-store.ts';

export interface SyncingDriver {
  readonly driver: StoreDriver;
  /** The machine loses its power: what was not synced is gone. */
  readonly crash: () => Promise<void>;
  /** How often the disk was synced. */
  readonly syncs: () => number;
}

export interface SyncingDriverOptions {
  readonly clock: Clock;
  /** `early` acknowledges first and syncs with the next batch: the mistake that only a loss of power shows. */
  readonly acknowledge?: 'synced' | 'early';
}

interface Written {
  readonly at: number;
  readonly apply: (memory: StoreDriver) => Promise<unknown>;
}

/** The memory driver on a simulated disk. A crash replays what was synced, so versions and sequences stay the same. */
export function syncingDriver({ clock, acknowledge = 'synced' }: SyncingDriverOptions): SyncingDriver {
  let replayed: number | undefined;
  const time: Clock = { now: () => replayed ?? clock.now(), sleep: (ms, signal) => clock.sleep(ms, signal) };
  let memory = memoryDriver({ clock: time });
  const disk: Written[] = [];
  let unsynced: Written[] = [];
  let syncs = 0;

  const sync = (): void => {
    disk.push(...unsynced);
    unsynced = [];
    syncs += 1;
  };
  const write = async <T>(apply: (over: StoreDriver) => Promise<T>): Promise<T> => {
    if (acknowledge === 'early' && unsynced.length > 0) sync();
    unsynced.push({ at: clock.now(), apply });
    const result = apply(memory);
    if (acknowledge === 'synced') sync();
    return result;
  };
  const crash = async (): Promise<void> => {
    unsynced = [];
    memory = memoryDriver({ clock: time });
    for (const { at, apply } of disk) {
      replayed = at;
      await apply(memory);
    }
    replayed = undefined;
  };

  const description = { ...memory.description, name: 'simulated disk', durability: 'host' } as const;
  const driver = overriddenDriver(memory, {
    description,
    commit: (batch) => write((over) => over.commit(batch)),
    trim: (log, upTo) => write(async (over) => over.trim?.(log, upTo)),
    get: (keys) => memory.get(keys),
    counters: (names) => memory.counters(names),
    scan: (query) => memory.scan(query),
    read: (log, query) => memory.read(log, query),
    head: (log) => memory.head(log),
    close: async () => {},
  });
  return { driver, crash, syncs: () => syncs };
}
