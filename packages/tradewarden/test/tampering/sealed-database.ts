import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { auditAppend, auditLog, canonicalJson, type Store } from '@tradewarden/core';
import {
  type AuditReport,
  ed25519Signer,
  newPrivateKey,
  sealAudit,
  type Signer,
  verifyAudit,
  type VerifyOptions,
} from '@tradewarden/core/audit';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { afterAll, beforeAll } from 'vitest';
import type { Edit } from './edits.ts';

export const log: string = auditLog('main');
export const leaves: string = `${log}.leaves`;
export const checkpoints: string = `${log}.checkpoints`;
const recordsPerSeal = 100;

const directory = mkdtempSync(join(tmpdir(), 'tradewarden-tamper-'));
afterAll(() => rmSync(directory, { recursive: true }));
let count = 0;
export const newPath = (): string => {
  count += 1;
  return join(directory, `${count}.db`);
};

export async function append(store: Store, records: number): Promise<void> {
  for (let left = records; left > 0; left -= 50) {
    const { last } = await store.head(log);
    const key = `written/${last}`;
    const numbers = Array.from({ length: Math.min(left, 50) }, (_, index) => last + index + 1);
    await store.commit({
      checks: [{ key, version: 0 }],
      puts: [{ key, value: last }],
      appends: numbers.map((number) =>
        auditAppend('main', {
          type: 'risk.decision',
          at: 1_790_000_000_000 + number,
          actor: { kind: 'process', id: 'test' },
          subject: { planId: `pl_${number}` },
          corr: 'run-1',
          data: { number, quantity: '0.0118' },
        }),
      ),
    });
  }
}

export const signerOf = (name: string): Signer => ed25519Signer(name, newPrivateKey());

export interface SealedDatabase {
  readonly path: string;
  /** The checkpoints, as anchors. */
  readonly notes: readonly string[];
  /** What the seal held after each of them. */
  readonly seals: readonly string[];
}

/** A real file: `blocks` checkpoints of 100 records each. */
async function sealedDatabase(signer: Signer | undefined, blocks = 6): Promise<SealedDatabase> {
  const path = newPath();
  const store = await openSqliteStore({ path });
  const signers = signer === undefined ? [] : [signer];
  const seals: string[] = [];
  const seal = async (): Promise<void> => {
    await sealAudit(store, 'main', { signers });
    const [entry] = await store.get(['main/seal/audit']);
    seals.push(canonicalJson(entry?.value ?? null));
  };
  // The record of the key is sealed at once and makes the first block; the others are round.
  if (signer !== undefined) {
    await append(store, recordsPerSeal - 1);
    await seal();
  }
  for (let number = signer === undefined ? 0 : 1; number < blocks; number += 1) {
    await append(store, recordsPerSeal);
    await seal();
  }
  const rows = await store.read(checkpoints, { after: 0, limit: 1000 });
  await store.close();
  return { path, notes: rows.map(({ value }) => value as string), seals };
}

/** What `verify` says of a copy after plain SQL was run on it. */
export async function verifyEdited(
  path: string,
  edit: (database: DatabaseSync) => void,
  options: VerifyOptions = {},
): Promise<AuditReport> {
  const copy = newPath();
  copyFileSync(path, copy);
  const database = new DatabaseSync(copy);
  try {
    edit(database);
  } finally {
    database.close();
  }
  const store = await openSqliteStore({ path: copy });
  try {
    return await verifyAudit(store, 'main', options);
  } finally {
    await store.close();
  }
}

/** One sealed database for the tests of a file, and what `verify` says of copies of it that somebody edited. */
export function sealedBench(): {
  readonly signer: Signer;
  readonly keys: NonNullable<VerifyOptions['keys']>;
  readonly database: () => SealedDatabase;
  readonly edited: (edit: Edit, options?: VerifyOptions) => Promise<AuditReport>;
} {
  const signer = signerOf('keeper');
  const keys = [{ vkey: signer.vkey }];
  let sealed: SealedDatabase | undefined;
  beforeAll(async () => {
    sealed = await sealedDatabase(signer);
  });
  const database = (): SealedDatabase => sealed!;
  return {
    signer,
    keys,
    database,
    edited: (edit, options = { keys }) => verifyEdited(database().path, edit, options),
  };
}

export const textAt = (database: DatabaseSync, name: string, sequence: number): string =>
  String(database.prepare('SELECT v FROM log WHERE name = ? AND seq = ?').get(name, sequence)?.['v']);

export const write = (database: DatabaseSync, name: string, sequence: number, text: string): void => {
  database.prepare('UPDATE log SET v = ? WHERE name = ? AND seq = ?').run(text, name, sequence);
};
