import { renderTable, withTable } from './markdown-table.ts';

export type CodeTable = Readonly<Record<string, { readonly sentence: string; readonly remedy: string }>>;

/** The page with its table made anew. @throws when the page has no place for it. */
export function withCodeTable(page: string, table: CodeTable): string {
  const rows = Object.entries(table)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { sentence, remedy }]) => [`\`${code}\``, sentence, remedy]);
  return withTable(page, renderTable(['Code', 'What it means', 'What to do'], rows));
}

/** Differences between a page and its source: codes that only one of them has, and texts that differ. */
export function codeTableProblems(page: string, table: CodeTable): readonly string[] {
  const onPage = new Map(
    [...page.matchAll(/^\| `([^`]+)` +\| (.*?) +\| (.*?) +\|$/gm)].map(([, code = '', sentence, remedy]) => [
      code,
      `${sentence} ${remedy}`,
    ]),
  );
  const inSource = new Map(
    Object.entries(table).map(([code, { sentence, remedy }]) => [code, `${sentence} ${remedy}`]),
  );
  return [
    ...[...inSource.keys()].filter((code) => !onPage.has(code)).map((code) => `${code} is not on the page`),
    ...[...onPage.keys()].filter((code) => !inSource.has(code)).map((code) => `${code} is not in the source`),
    ...[...onPage]
      .filter(([code, text]) => inSource.has(code) && inSource.get(code) !== text)
      .map(([code]) => `the text of ${code} differs`),
  ];
}

/** Codes that no test names, so that nobody has seen them come out. */
export const untestedCodes = (codes: readonly string[], tests: readonly string[]): readonly string[] =>
  codes.filter((code) => !tests.some((content) => new RegExp(`\\b${code}\\b`).test(content)));
