import type { Book } from '../domain/decision.ts';
import { AccountError } from '../errors/configured-otherwise.ts';
import type { Entry, Put } from '../store/store.ts';
import { type AccountUnit, isSameUnit, unitText } from './account-unit.ts';
import { bookKey } from './book-keys.ts';

type LedgerBook = Pick<Book, 'account' | 'mode'>;

/** Where a book says what it counts in; written with its first decision or reservation, and never again. */
export const accountKey = (book: LedgerBook): string => bookKey(book, 'account');

export const readAccount = (entry: Entry | null | undefined): AccountUnit | undefined =>
  entry === null || entry === undefined ? undefined : (entry.value as unknown as AccountUnit);

/**
 * What a commit that counts in `unit` writes beside: the record, where the book has none. Its checks include the
 * version of `entry`, so that of two first commits in different units one is made again and refused.
 * @throws {AccountError} the book counts in another unit.
 */
export function accountPuts(
  book: LedgerBook,
  unit: AccountUnit,
  entry: Entry | null | undefined,
): readonly Put[] {
  const recorded = readAccount(entry);
  const { currency, unitPlaces } = unit;
  if (recorded === undefined) return [{ key: accountKey(book), value: { currency, unitPlaces } }];
  if (isSameUnit(recorded, unit)) return [];
  throw new AccountError(
    `the account ${book.account} in ${book.mode} counts in ${unitText(recorded)}, this configuration in ${unitText(unit)} (currency, unitPlaces); ` +
      `what is reserved cannot be counted again: set currency to ${recorded.currency} and unitPlaces to ${recorded.unitPlaces}, or use another account`,
  );
}
