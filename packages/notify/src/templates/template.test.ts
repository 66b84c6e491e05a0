import { plainText } from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { alertMessage } from '../alerts/alert-message.ts';
import { signalMessage } from '../formatters/signal-message.ts';
import { markdownOf } from '../message/markdown.ts';
import { builtInTemplates, templateSources } from './built-in-templates.ts';
import { templateNames } from './samples.ts';
import { readTemplate, type Template } from './template.ts';
import { templateSet } from './template-set.ts';

const sample = {
  name: 'x',
  price: '12.345',
  url: 'https://a.test/',
  flag: true,
  rows: [{ name: 'y', value: '1' }],
  words: ['a'],
  at: 1,
};
const template = (source: string): Template => {
  const reading = readTemplate(source, sample);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.template;
};
const said = (source: string, view: Parameters<Template['compose']>[0]): string =>
  markdownOf(template(source).compose(view).body);
const problems = (source: string): readonly string[] => {
  const reading = readTemplate(source, sample);
  return reading.ok
    ? []
    : reading.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
};

test('a value never becomes markup, whatever it looks like', () => {
  const evil = '[x](https://evil.test) **b** <b> `c` # h {{price}} {{#if flag}} @everyone';
  const { title, body } = template('# {{name}}\n\n**{{name}}** and {{name}}\n\n- {{name}}\n').compose({
    name: evil,
    price: 'secret',
  });
  expect(title).toBe(evil);
  expect(body.children).toEqual([
    {
      type: 'paragraph',
      children: [
        { type: 'strong', children: [{ type: 'text', value: evil }] },
        { type: 'text', value: ` and ${evil}` },
      ],
    },
    {
      type: 'list',
      ordered: false,
      spread: false,
      children: [
        {
          type: 'listItem',
          spread: false,
          children: [{ type: 'paragraph', children: [{ type: 'text', value: evil }] }],
        },
      ],
    },
  ]);
});

test.each(['javascript:alert(1)', 'http://a.test/', 'https://me:pw@a.test/', 'tg://resolve?domain=x', 'x'])(
  'a link to %s becomes its words',
  (url) => {
    expect(said('# t\n\n[Chart]({{url}})', { url })).toBe('Chart\n');
  },
);

test('conditions, repetition, filters, and lists that only a tag parts', () => {
  const source = `# t

- **A** {{name | upper}}
{{#each rows}}
- {{name}} {{value | places}} {{price | before:"@ " | default:"none"}}
{{/each}}

{{#if flag}}
- apart
{{/if}}

{{#each words}}
{{this | truncate:4}}

{{/each}}
{{at | time}}
`;
  const view = { name: 'ab', rows: [{ value: '1.005' }, { name: 'own', value: '2' }], flag: true };
  expect(said(source, { ...view, words: ['lengthy'], at: 0 })).toBe(
    '- **A** AB\n- ab 1.00 none\n- own 2.00 none\n\n* apart\n\nlen…\n\n1970-01-01 00:00 UTC\n',
  );
  expect(said(source, { ...view, flag: false })).toBe('- **A** AB\n- ab 1.00 none\n- own 2.00 none\n');
});

test('optional sections are marked for splitting', () => {
  const { body } = template('# t\n\nkept\n\n{{#optional 3}}\nwhy\n{{/optional}}\n').compose({});
  expect(body.children.map(({ data }) => data)).toEqual([undefined, { optional: 3 }]);
});

test.each([
  ['no title', 'text', '1:1 a template starts with `# ` and the title'],
  ['a name that is not there', '# t\n\nvalue {{prize}}', '3:7 there is no `prize` to speak of'],
  ['a name of an item outside its list', '# t\n\n{{value}}', '3:1 there is no `value` to speak of'],
  ['no end', '# t\n\n{{#if flag}}\nx', '3:1 `#if` has no end: write {{/if}} on a line of its own'],
  ['an end too many', '# t\n\n{{/each}}', '3:1 `/each` ends no block that is open here'],
  [
    'an unknown block',
    '# t\n\n  {{#unless flag}}',
    '3:3 there is no block `#unless`; there are #if, #each, #optional',
  ],
  ['an unknown filter', '# t\n\nab {{name | shout}}', '3:4 there is no filter `shout`'],
  ['no path', '# t\n\nab\ncd {{1+1}}', '4:4 `1+1` is no path, such as entry.near'],
  ['an open placeholder', '# t\n\nab {{name', '3:1 a placeholder has no end'],
  ['HTML', '# t\n\n<b>x</b>', '3:1 a message has no html'],
  ['an image', '# t\n\na ![x](https://a.test/b.png)', '3:3 a message has no image'],
  ['a level', '# t\n\n{{#optional x}}\na\n{{/optional}}', '3:1 `#optional x`: expected a number from 1'],
])('a template with %s is refused with line and column', (_, source, expected) => {
  expect(problems(source).some((problem) => problem.startsWith(expected))).toBe(true);
});

test('the built-in templates use only names that are there', () => {
  for (const [name, source] of Object.entries(templateSources))
    expect(readTemplate(source, templateNames[name as 'signal'])).toMatchObject({ ok: true });
  for (const one of Object.values(builtInTemplates)) expect(one.compose({}).title).toBeDefined();
});

test("one's own templates, for every channel or for one; a broken one is reported and the built-in one is used", () => {
  const set = templateSet({
    'signal.md': '# all {{symbol}}',
    'telegram/signal.md': '# telegram {{symbol}}',
    'discord/signal.md': '# broken {{symbl}}',
    'singal.md': '# x',
  });
  const title = (channel: string): string =>
    signalMessage(samplePlan(), undefined, set.of('signal', channel)).title;
  expect([title('telegram'), title('discord'), title('console')]).toEqual([
    'telegram BTC/USDT',
    'all BTC/USDT',
    'all BTC/USDT',
  ]);
  expect(set.broken.map(({ file, problems: [first] }) => `${file}:${first?.line}:${first?.column}`)).toEqual([
    'discord/signal.md:1:10',
    'singal.md:1:1',
  ]);
  const broken = templateSet({ 'alert.md': 'no title' });
  const alert = { topic: 'kill', at: 0, text: 'stopped by hand' } as const;
  expect(plainText(alertMessage(alert, undefined, broken.of('alert', 'x')))).toContain('🛑 KILL');
});
