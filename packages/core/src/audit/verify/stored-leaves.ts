import type { Store } from '../../store/store.ts';
import { logEntries, pageOf } from '../log-entries.ts';
import { leafLog } from '../seal-state.ts';
import { exactBase64 } from '../note/base64.ts';
import { leafAt } from './leaf-table.ts';
import type { ReferenceLeaf } from './reference-leaves.ts';

/** The leaf table of a store, a hash at a time. It ends where a block cannot be read. */
export async function* storedLeaves(store: Store, account: string): AsyncGenerator<ReferenceLeaf, void> {
  for await (const { value } of logEntries(store, leafLog(account), { after: 0, page: pageOf.leaves })) {
    const { from, hashes } = value as { readonly from: number; readonly hashes: string };
    const bytes = exactBase64(hashes) ?? new Uint8Array();
    for (let index = 0; index < bytes.length / 32; index += 1) {
      yield { sequence: from + index, leaf: leafAt(bytes, index) };
    }
  }
}
