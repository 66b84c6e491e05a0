import { StoreTooWeakError } from '../errors/store-errors.ts';
import type { StoreDescription } from './store-driver.ts';

/** What a set-up asks of its store. */
export interface StoreNeeds {
  /** Orders leave for a venue outside: what was acknowledged must survive a crash of the host. */
  readonly external?: boolean;
  /** Who works on the store together: one process, several on one host, or several hosts. */
  readonly processes?: 'one' | 'host' | 'network';
}

const durable: ReadonlySet<StoreDescription['durability']> = new Set(['host', 'replicated']);
const shared = {
  one: ['process', 'host', 'network'],
  host: ['host', 'network'],
  network: ['network'],
} as const satisfies Record<string, readonly StoreDescription['sharing'][]>;

const remedies = {
  external: 'use the SQLite or the PostgreSQL store',
  host: 'use the SQLite or the PostgreSQL store, or run one process',
  network: 'use the PostgreSQL store, or run on one host',
};

/** @throws {StoreTooWeakError} the store keeps or shares less than the set-up needs; says what to change. */
export function assertStoreFits(description: StoreDescription, needs: StoreNeeds): void {
  const { name, durability, sharing } = description;
  const { external = false, processes = 'one' } = needs;
  if (external && !durable.has(durability)) {
    throw new StoreTooWeakError(
      `an external venue needs a store that survives a crash of the host; ${name} has durability ${durability}: ${remedies.external}`,
    );
  }
  if (processes === 'one' || shared[processes].some((enough) => enough === sharing)) return;
  const who = processes === 'host' ? 'several processes' : 'several hosts';
  throw new StoreTooWeakError(
    `${who} need a store with sharing ${processes}; ${name} has sharing ${sharing}: ${remedies[processes]}`,
  );
}
