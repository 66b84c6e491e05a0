import { describe, expect, test } from 'vitest';
import { codePages } from './code-pages.ts';
import { codeTableProblems, untestedCodes, withCodeTable } from './code-table.ts';
import { readHouse } from './house-files.ts';
import { rulesPage, withRuleTable } from './rule-table.ts';
import { membersOf } from './workspace.ts';

const table = {
  SECOND: { sentence: 'It went wrong.', remedy: 'Mend it.' },
  FIRST: { sentence: 'It is $& wrong.', remedy: 'Leave.' },
};
const page = `# Codes

<!-- The table is made by \`npm run docs:codes\`; edit the sentences in the source. -->
old
<!-- end of the table -->

after
`;

describe('this repository', () => {
  const house = readHouse();

  test.each(codePages)('has the codes of the source in $path, and no others', ({ path, table: source }) => {
    const text = house.get(path) ?? '';
    expect(codeTableProblems(text, source)).toEqual([]);
    expect(withCodeTable(text, source)).toBe(text);
  });

  test.each(codePages)('has a test for every code of $path', ({ table: source }) => {
    const tests = [...house]
      .filter(([path]) => /^(packages|examples)\/.*\.test\.ts$/.test(path))
      .map(([, content]) => content);
    expect(untestedCodes(Object.keys(source), tests)).toEqual([]);
  });

  test('has the rules of the source in their page, and no others', () => {
    const text = house.get(rulesPage) ?? '';
    expect(withRuleTable(text)).toBe(text);
    expect(text).toContain('| `exposure.asset`');
  });

  test.each(['README.md', 'docs/architecture.md'])('names every package in %s', (path) => {
    const text = house.get(path) ?? '';
    const missing = membersOf(house)
      .filter(({ folder }) => folder.startsWith('packages/'))
      .filter(({ manifest }) => !text.includes(`\`${manifest.name}\``));
    expect(missing.map(({ manifest }) => manifest.name)).toEqual([]);
  });
});

describe('the checks themselves', () => {
  const made = withCodeTable(page, table);

  test('write the table in order, between the markers, and leave the rest', () => {
    expect(made).toContain(`
| Code     | What it means   | What to do |
| -------- | --------------- | ---------- |
| \`FIRST\`  | It is $& wrong. | Leave.     |
| \`SECOND\` | It went wrong.  | Mend it.   |
`);
    expect(made).toMatch(/^# Codes\n/);
    expect(made).toMatch(/\nafter\n$/);
    expect(made).not.toContain('old');
    expect(withCodeTable(made, table)).toBe(made);
  });

  test('find nothing in a page just made', () => expect(codeTableProblems(made, table)).toEqual([]));

  test('find a code that only the source has', () => {
    const more = { ...table, THIRD: { sentence: 'a', remedy: 'b' } };
    expect(codeTableProblems(made, more)).toEqual(['THIRD is not on the page']);
  });

  test('find a code that only the page has', () => {
    expect(codeTableProblems(made, { FIRST: table.FIRST })).toEqual(['SECOND is not in the source']);
  });

  test('find a text that differs', () => {
    const changed = { ...table, FIRST: { sentence: 'Other.', remedy: 'Leave.' } };
    expect(codeTableProblems(made, changed)).toEqual(['the text of FIRST differs']);
  });

  test('refuse a page without the markers', () => {
    expect(() => withCodeTable('# Codes', table)).toThrow('no <!--');
  });

  test('find a code that no test names, and take no part of a word for it', () => {
    expect(untestedCodes(['FIRST', 'SECOND'], ["'FIRST'", "'SECOND_BEST'"])).toEqual(['SECOND']);
  });
});
