export type CodeTable = Readonly<Record<string, { readonly sentence: string; readonly remedy: string }>>;

const start = '<!-- The table is made by `npm run docs:codes`; edit the sentences in the source. -->';
const end = '<!-- end of the table -->';

/** The part of a page between the two markers. */
const tablePattern = new RegExp(`${start}[\\s\\S]*${end}`);

/** A Markdown table in the layout of the formatter: columns as wide as their widest cell. */
function renderCodeTable(table: CodeTable): string {
  const rows = Object.entries(table)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { sentence, remedy }]) => [`\`${code}\``, sentence, remedy]);
  const head = ['Code', 'What it means', 'What to do'];
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[], fill: string): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width, fill)).join(' | ')} |`;
  return [line(head, ' '), line([], '-'), ...rows.map((row) => line(row, ' '))].join('\n');
}

/** The page with its table made anew. @throws when the page has no place for it. */
export function withCodeTable(page: string, table: CodeTable): string {
  if (!tablePattern.test(page)) throw new Error(`the page has no ${start} … ${end}`);
  return page.replace(tablePattern, () => `${start}\n\n${renderCodeTable(table)}\n\n${end}`);
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
