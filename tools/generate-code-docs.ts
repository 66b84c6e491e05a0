// `npm run docs:codes`: writes the tables of docs/ from the tables of the source.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codePages } from './code-pages.ts';
import { withCodeTable } from './code-table.ts';
import { houseRoot } from './house-files.ts';
import { rulesPage, withRuleTable } from './rule-table.ts';

for (const { path, table } of codePages) {
  const file = join(houseRoot, path);
  writeFileSync(file, withCodeTable(readFileSync(file, 'utf8'), table));
}

const rules = join(houseRoot, rulesPage);
writeFileSync(rules, withRuleTable(readFileSync(rules, 'utf8')));
