import { auditAppend, auditLog } from '../src/audit/audit-record.ts';
import { ed25519Signer, newPrivateKey, type Signer } from '../src/audit/keys/signer.ts';
import type { Store } from '../src/store/store.ts';

/** Appends records of type `test`, numbered on. */
export async function writeRecords(store: Store, count: number): Promise<void> {
  for (let left = count; left > 0; left -= 50) {
    const { last } = await store.head(auditLog('main'));
    const key = `written/${last}`;
    const numbers = Array.from({ length: Math.min(left, 50) }, (_, index) => last + index + 1);
    await store.commit({
      checks: [{ key, version: 0 }],
      puts: [{ key, value: last }],
      appends: numbers.map((number) =>
        auditAppend('main', {
          type: 'test',
          at: number,
          actor: { kind: 'process', id: 't' },
          subject: {},
          corr: 'c',
          data: { number, text: 'é "q"' },
        }),
      ),
    });
  }
}

export const signerOf = (name: string): Signer => ed25519Signer(name, newPrivateKey());

export async function collected<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
