// Appending, sealing and verifying audit records on SQLite, beside SHA-256 over the same bytes; and what 1,000 more
// records cost on top of 1,000 and of 1,000,000, interleaved.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { auditLog, type Store } from '@tradewarden/core';
import { ed25519Signer, newPrivateKey, sealAudit, verifyAudit } from '@tradewarden/core/audit';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { median } from '../measure.ts';
import { account, appendRecords } from './audit-records.ts';

const records = 50_000;
const sizes = [1000, 1_000_000] as const;
const more = 1000;
const rounds = 9;
const limit = 1.5;
const signers = [ed25519Signer('bench', newPrivateKey())];

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** Time to hash what is stored, with nothing else done to it. */
async function hashingMs(store: Store): Promise<number> {
  const texts: string[] = [];
  for (let after = 0; after < records; after += 1000)
    texts.push(...(await store.read(auditLog(account), { after, limit: 1000 })).map(({ text }) => text));
  return msOf(async () => {
    for (const text of texts) createHash('sha256').update(text).digest();
  });
}

async function side(directory: string): Promise<void> {
  const store = await openSqliteStore({ path: join(directory, 'side.db') });
  const append = await msOf(() => appendRecords(store, 'side', records));
  const seal = await msOf(() => sealAudit(store, account, { signers }));
  const verify = await msOf(async () => {
    const report = await verifyAudit(store, account);
    if (!report.ok) throw new Error(`the log does not verify: ${JSON.stringify(report)}`);
  });
  const hash = await hashingMs(store);
  for (const [name, ms] of Object.entries({ append, seal, verify, 'SHA-256 alone': hash })) {
    const rate = ((records / ms) * 1000).toFixed(0).padStart(8);
    console.log(`${name.padEnd(14)} ${rate} records/s, ${(ms / hash).toFixed(1)} times the hashing`);
  }
  await store.close();
}

async function flat(directory: string): Promise<void> {
  const stores = await Promise.all(
    sizes.map((size) => openSqliteStore({ path: join(directory, `${size}.db`), deadlineMs: 30_000 })),
  );
  const [appends, seals] = [sizes.map((): number[] => []), sizes.map((): number[] => [])];
  for (const [index, store] of stores.entries()) {
    await appendRecords(store, 'first', sizes[index] ?? 0);
    await sealAudit(store, account, { signers });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, store] of stores.entries()) {
      appends[index]?.push(await msOf(() => appendRecords(store, `round${round}`, more)));
      seals[index]?.push(await msOf(() => sealAudit(store, account, { signers })));
    }
  }
  const ratio = (found: readonly number[][]): number => median(found[1] ?? []) / median(found[0] ?? []);
  const [append, seal] = [ratio(appends), ratio(seals)];
  console.log(
    `1,000 more records on 1,000,000 cost ${append.toFixed(2)} to append and ${seal.toFixed(2)} to seal of what they cost on 1,000 (limit ${limit})`,
  );
  if (append > limit || seal > limit) process.exitCode = 1;
  for (const store of stores) await store.close();
}

const directory = mkdtempSync(join(tmpdir(), 'bench-audit-'));
try {
  await side(directory);
  await flat(directory);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
