import type { Channel, Entry } from '@tradewarden/core';
import { type DeliveryRow, lanesInOrder, rowPrefix } from './delivery-row.ts';
import type { Setting } from './setting.ts';

export type NextRow =
  | { readonly found: true; readonly entry: Entry; readonly row: DeliveryRow }
  | { readonly found: false; readonly waitUntil: number };

const page = 16;

/** The row to work on now: urgent lanes first, then oldest first, none before the one it comes after. */
export async function nextRow({ store, book, clock }: Setting, channel: Channel): Promise<NextRow> {
  const now = clock.now();
  let waitUntil = Number.POSITIVE_INFINITY;
  for (const lane of lanesInOrder) {
    const prefix = rowPrefix(book, channel.id, lane);
    for (let after: string | undefined; ;) {
      const entries = await store.scan({ prefix, limit: page, ...(after === undefined ? {} : { after }) });
      for (const entry of entries) {
        const row = entry.value as unknown as DeliveryRow;
        const from = Math.max(row.notBefore, row.lease?.until ?? 0);
        const late = row.expiresAt !== undefined && now >= row.expiresAt;
        if (from > now && (!late || row.lease !== undefined)) waitUntil = Math.min(waitUntil, from);
        else if (row.after === undefined || (await store.get([row.after]))[0] === null)
          return { found: true, entry, row };
      }
      if (entries.length < page) break;
      after = entries.at(-1)?.key;
    }
  }
  return { found: false, waitUntil };
}
