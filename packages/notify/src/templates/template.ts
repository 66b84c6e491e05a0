import type { MessageBody } from '@tradewarden/core';
import { inlineText } from '../message/inline-text.ts';
import { lookUp } from './expression.ts';
import { fillText } from './fill-inlines.ts';
import { fillParts, type Part } from './fill-blocks.ts';
import { readDirectives, type Section } from './read-directives.ts';
import { readMarkdown } from './read-markdown.ts';
import type { TemplateProblem, TemplateValue, TemplateView } from './template-problem.ts';

/** A template that is ready to be filled. */
export interface Template {
  compose(view: TemplateView): { readonly title: string; readonly body: MessageBody };
}

export type TemplateReading =
  | { readonly ok: true; readonly template: Template }
  | { readonly ok: false; readonly problems: readonly TemplateProblem[] };

/**
 * Reads a Markdown template: its first line is `# ` and the title. Values go into the tree after the Markdown was
 * parsed, so that no value can become markup. `sample` holds every name that may be used; others are problems.
 */
export function readTemplate(source: string, sample: TemplateView): TemplateReading {
  const problems: TemplateProblem[] = [];
  const sections = readDirectives(source, problems);
  const parts = partsOf(sections, problems);
  const [first, ...rest] = parts;
  const title = first?.type === 'blocks' ? first.blocks[0] : undefined;
  if (first?.type !== 'blocks' || title?.type !== 'heading' || title.depth !== 1)
    return {
      ok: false,
      problems: [...problems, { line: 1, column: 1, message: 'a template starts with `# ` and the title' }],
    };
  checkNames(source, sample, problems);
  if (problems.length > 0) return { ok: false, problems: problems.toSorted(byPlace) };
  const body: readonly Part[] = [{ ...first, blocks: first.blocks.slice(1) }, ...rest];
  const headline = inlineText(title.children);
  return {
    ok: true,
    template: {
      compose: (view) => ({
        title: fillText(headline, [view]).replaceAll(/\s+/g, ' ').trim(),
        body: { type: 'root', children: fillParts(body, [view]) },
      }),
    },
  };
}

const byPlace = (left: TemplateProblem, right: TemplateProblem): number =>
  left.line - right.line || left.column - right.column;

const partsOf = (sections: readonly Section[], problems: TemplateProblem[]): readonly Part[] =>
  sections.map((section): Part => {
    switch (section.type) {
      case 'markdown': {
        const { source, line, gaps } = section;
        return { type: 'blocks', blocks: readMarkdown(source, line, problems), gaps };
      }
      case 'optional':
        return { type: 'optional', level: section.level, parts: partsOf(section.sections, problems) };
      case 'if':
      case 'each':
        return {
          type: section.type,
          path: section.expression.path,
          parts: partsOf(section.sections, problems),
        };
    }
  });

/** Every path is looked up in the sample, line by line: a mistyped name is found before anything is sent. */
function checkNames(source: string, sample: TemplateView, problems: TemplateProblem[]): void {
  const scopes: TemplateValue[] = [sample];
  const opened: string[] = [];
  for (const [index, text] of source.split(/\r?\n/).entries()) {
    for (const match of text.matchAll(
      /\{\{\s*(?<tag>#(?:if|each|optional)\s+|\/\w+)?(?<path>[A-Za-z][\w.]*)?/g,
    )) {
      const { tag = '', path } = match.groups ?? {};
      if (tag.startsWith('/')) {
        if (opened.pop() === 'each') scopes.pop();
        continue;
      }
      const value = path === undefined ? undefined : lookUp(path.split('.'), scopes);
      if (path !== undefined && value === undefined)
        problems.push({
          line: index + 1,
          column: match.index + 1,
          message: `there is no \`${path}\` to speak of`,
        });
      if (tag === '') continue;
      const word = tag.slice(1).trim();
      opened.push(word);
      if (word === 'each') scopes.push(Array.isArray(value) ? (value[0] as TemplateValue) : undefined);
    }
  }
}
