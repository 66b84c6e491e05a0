import { type Book, bookKey, type Entry, keyPart } from '@tradewarden/core';

type TallyBook = Pick<Book, 'account' | 'mode'>;

/** Counts every approval of the account, for good; read against a base, so that counting never conflicts. */
export const tallyCounter = 'tally/approvals';

/** The same of one source. */
export const repeatCounter = (source: string): string => `tally/source/${keyPart(source)}`;

/** Where the minute of the last approval stands with the count at its start: a key of the gate's own. */
export const tallyDraftKey = 'rate';
export const tallyKey = (book: TallyBook): string => bookKey(book, 'x', 'gate', tallyDraftKey);

/** The count at which somebody enabled a source by hand. */
export const repeatKey = (book: TallyBook, source: string): string =>
  bookKey(book, 'breakers', 'repeat', source);

export interface TallyBase {
  readonly base: number;
  readonly minute?: number;
}

/** `undefined`: nothing was counted yet, or enabled. @throws {TypeError} what stands there is no base. */
export function readBase(entry: Entry | null): TallyBase | undefined {
  if (entry === null) return undefined;
  const value = entry.value as Partial<TallyBase> | null;
  if (!Number.isSafeInteger(value?.base)) throw new TypeError(`${entry.key} cannot be read`);
  return value as TallyBase;
}
