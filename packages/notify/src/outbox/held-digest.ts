import type { Entry, Json, MessageSeverity } from '@tradewarden/core';
import type { DigestEntry } from '../formatters/digest.ts';
import { shortText } from '../message/cut-text.ts';

/** What was held back for a channel, as it stands in the store. */
export interface HeldDigest {
  readonly due: number;
  readonly reason: string;
  readonly entries: readonly DigestEntry[];
  /** Beyond the titles that are kept. */
  readonly uncounted: number;
}

const mostTitles = 200;
const mostInTitle = 200;

/** The digest with one more message; equal titles are counted together, so that it stays small. */
export function holding(
  entry: Entry | null | undefined,
  more: { readonly title: string; readonly severity: MessageSeverity },
  due: number,
  reason: string,
): Json {
  const title = shortText(more.title, mostInTitle);
  const held = heldDigest(entry) ?? { due, reason, entries: [], uncounted: 0 };
  const known = held.entries.find((one) => one.title === title);
  const full = known === undefined && held.entries.length >= mostTitles;
  const others = held.entries.filter((one) => one !== known);
  const entries = full ? held.entries : [...others, { ...more, title, times: (known?.times ?? 0) + 1 }];
  return { ...held, entries, uncounted: held.uncounted + (full ? 1 : 0) } as unknown as Json;
}

export const heldDigest = (entry: Entry | null | undefined): HeldDigest | undefined =>
  entry === null || entry === undefined ? undefined : (entry.value as unknown as HeldDigest);
