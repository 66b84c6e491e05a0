import { createWriteStream } from 'node:fs';
import { auditAppend } from '@tradewarden/core';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { AuditLogger } from '../src/audit/audit-logger.ts';

/** Fills a log and reads it whole, three ways: `export-in-little-memory.ts <database> <records>`. Prints the counts. */
const [path = '', records = ''] = process.argv.slice(2);
const perCommit = 60;
const store = await openSqliteStore({ path, deadlineMs: 60_000 });

async function fill(commit: number): Promise<void> {
  const key = `main/once/${commit}`;
  const appends = Array.from(
    { length: Math.min(perCommit, Number(records) - commit * perCommit) },
    (_, index) =>
      auditAppend('main', {
        type: 'quality.gate',
        at: 1,
        actor: { kind: 'process', id: 'test' },
        subject: { account: 'main' },
        corr: `${commit}`,
        data: { name: `gate ${index % 7}`, passed: index % 2 === 0, details: 'x'.repeat(400) },
      }),
  );
  await store.commit({ checks: [{ key, version: 0 }], puts: [{ key, value: 1, ttlMs: 60_000 }], appends });
}

const commits = Math.ceil(Number(records) / perCommit);
for (let from = 0; from < commits; from += 16)
  await Promise.all(Array.from({ length: Math.min(16, commits - from) }, (_, index) => fill(from + index)));
const logger = new AuditLogger({ store });
const nowhere = createWriteStream('/dev/null');
console.log(
  (await logger.generateAuditReport(0, 2)).records,
  await logger.exportJson(nowhere),
  await logger.exportJson(nowhere, { shape: 'document' }),
);
nowhere.destroy();
await store.close();
