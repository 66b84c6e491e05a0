import { auditAppend, type Commit, type Store } from '@tradewarden/core';

export const account = 'bench';
const perCommit = 60;
const atOnce = 256;

/** Records of about 400 bytes, as many as a commit takes, fenced by a key of their own. */
function recordsCommit(name: string, count: number): Commit {
  return {
    checks: [{ key: `bench/fence/${name}`, version: 0 }],
    puts: [{ key: `bench/fence/${name}`, value: 1, ttlMs: 60_000 }],
    appends: Array.from({ length: count }, (_, index) =>
      auditAppend(account, {
        type: 'risk.decision',
        at: 1_737_296_625_123,
        actor: { kind: 'process', id: 'bench' },
        subject: { planId: `${name}-${index}`, account },
        corr: name,
        data: { verdict: 'approved', notional: '497.96', riskAtStop: '6.11', note: 'x'.repeat(120) },
      }),
    ),
  };
}

export async function appendRecords(store: Store, name: string, count: number): Promise<void> {
  const commits = Math.ceil(count / perCommit);
  for (let from = 0; from < commits; from += atOnce) {
    const names = Array.from({ length: Math.min(atOnce, commits - from) }, (_, index) => from + index);
    await Promise.all(
      names.map(async (index) => {
        const left = Math.min(perCommit, count - index * perCommit);
        const result = await store.commit(recordsCommit(`${name}-${index}`, left));
        if (!result.ok) throw new Error(`records ${name}-${index} were refused: ${result.reason}`);
      }),
    );
  }
}
