const start = '<!-- The table is made by `npm run docs:codes`; edit the sentences in the source. -->';
const end = '<!-- end of the table -->';

/** The part of a page between the two markers. */
const tablePattern = new RegExp(`${start}[\\s\\S]*${end}`);

/** A Markdown table in the layout of the formatter: columns as wide as their widest cell. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[], fill: string): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width, fill)).join(' | ')} |`;
  return [line(head, ' '), line([], '-'), ...rows.map((row) => line(row, ' '))].join('\n');
}

/** The page with another table. @throws when the page has no place for it. */
export function withTable(page: string, table: string): string {
  if (!tablePattern.test(page)) throw new Error(`the page has no ${start} … ${end}`);
  return page.replace(tablePattern, () => `${start}\n\n${table}\n\n${end}`);
}
