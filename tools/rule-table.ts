import { builtInRules } from '../packages/risk/src/rules/built-in-rules.ts';
import { renderTable, withTable } from './markdown-table.ts';

/** Where the rules of the gate are shown. */
export const rulesPage = 'docs/rules.md';

/** The page with the table of the rules in the source. @throws when the page has no place for it. */
export function withRuleTable(page: string): string {
  const code = (text: string): string => `\`${text}\``;
  const rows = builtInRules
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, severity, when, needs, codes, purpose }) => [
      code(id),
      severity,
      when,
      needs.map(code).join(', '),
      purpose,
      codes.map(code).join(', '),
    ]);
  return withTable(page, renderTable(['Rule', 'Severity', 'When', 'Needs', 'Holds when', 'Codes'], rows));
}
