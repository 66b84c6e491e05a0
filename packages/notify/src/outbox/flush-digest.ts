import { type Channel, commitSettled } from '@tradewarden/core';
import { digestMessage } from '../formatters/digest.ts';
import { digestKey } from './delivery-row.ts';
import { heldDigest } from './held-digest.ts';
import { rowParts } from './row-parts.ts';
import { recorded, type Setting } from './setting.ts';
import type { Pass } from './channel-pass.ts';

/** Sends what was held back for a channel once it is due, as one message. */
export async function flushDigest(setting: Setting, channel: Channel): Promise<Pass> {
  const { store, book, clock, templates } = setting;
  const key = digestKey(book, channel.id);
  const [entry] = await store.get([key]);
  const held = heldDigest(entry);
  if (held === undefined || entry === null || entry === undefined)
    return { worked: false, waitUntil: Number.POSITIVE_INFINITY };
  if (held.due > clock.now()) return { worked: false, waitUntil: held.due };
  const id = `digest.${channel.id}.${entry.version}`;
  const more =
    held.uncounted === 0 ? [] : [{ title: 'others', severity: 'info' as const, times: held.uncounted }];
  const message = digestMessage(
    { id, entries: [...held.entries, ...more], reason: held.reason },
    templates.of('digest', channel.id),
  );
  const parts = await rowParts(setting, {
    job: id,
    lane: 'low',
    channel,
    message,
    silent: false,
    source: undefined,
  });
  await commitSettled(store, {
    checks: [{ key, version: entry.version }, ...parts.checks],
    deletes: [key],
    puts: parts.puts,
    adds: parts.adds,
    appends: [recorded(setting, id, 'notify.digest', { channel: channel.id, titles: held.entries.length })],
  });
  return { worked: true };
}
