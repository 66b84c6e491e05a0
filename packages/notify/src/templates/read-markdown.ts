import type { MessageBlock, MessageInline, MessageListItem } from '@tradewarden/core';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { readExpression } from './expression.ts';
import type { TemplateProblem } from './template-problem.ts';

/** The part of an mdast node that is read here. */
interface Node {
  readonly type: string;
  readonly value?: string;
  readonly depth?: number;
  readonly ordered?: boolean | null;
  readonly start?: number | null;
  readonly spread?: boolean | null;
  readonly url?: string;
  readonly children?: readonly Node[];
  readonly position?: { readonly start: { readonly line: number; readonly column: number } } | undefined;
}

const placeholder = /\{\{(?<source>[^{}]*)\}\}/g;

/** Markdown as blocks of a message; whatever a message cannot say, and every broken placeholder, is a problem. */
export function readMarkdown(
  source: string,
  line: number,
  problems: TemplateProblem[],
): readonly MessageBlock[] {
  const root = fromMarkdown(source) as unknown as Node;
  const at = ({ position }: Node): { line: number; column: number } => ({
    line: (position?.start.line ?? 1) + line - 1,
    column: position?.start.column ?? 1,
  });
  const refuse = (node: Node): void => {
    problems.push({ ...at(node), message: `a message has no ${node.type}` });
  };
  const checked = (node: Node, text: string): string => {
    for (const match of text.matchAll(placeholder)) {
      const read = readExpression(match.groups?.['source'] ?? '');
      if (typeof read !== 'string') continue;
      const before = text.slice(0, match.index).split('\n');
      const start = at(node);
      const column = (before.length === 1 ? start.column : 1) + (before.at(-1)?.length ?? 0);
      problems.push({ line: start.line + before.length - 1, column, message: read });
    }
    if (/\{\{|\}\}/.test(text.replaceAll(placeholder, '')))
      problems.push({
        ...at(node),
        message: 'a placeholder has no end, or a block tag is not on a line of its own',
      });
    return text;
  };
  const blocks = (nodes: readonly Node[] = []): readonly MessageBlock[] =>
    nodes.flatMap((node): MessageBlock[] => {
      switch (node.type) {
        case 'paragraph':
          return [{ type: 'paragraph', children: inlines(node.children) }];
        case 'heading':
          return [{ type: 'heading', depth: (node.depth ?? 1) as 1, children: inlines(node.children) }];
        case 'blockquote':
          return [{ type: 'blockquote', children: blocks(node.children) }];
        case 'list': {
          const children = (node.children ?? []).map((item): MessageListItem => ({
            type: 'listItem',
            spread: false,
            children: blocks(item.children),
          }));
          const start = node.ordered === true && (node.start ?? 1) !== 1 ? { start: node.start ?? 1 } : {};
          return [{ type: 'list', ordered: node.ordered === true, ...start, spread: false, children }];
        }
        case 'code':
          return [{ type: 'code', value: checked(node, node.value ?? '') }];
        case 'thematicBreak':
          return [{ type: 'thematicBreak' }];
        default:
          refuse(node);
          return [];
      }
    });
  const inlines = (nodes: readonly Node[] = []): readonly MessageInline[] =>
    nodes.flatMap((node): MessageInline[] => {
      switch (node.type) {
        case 'text':
        case 'inlineCode':
          return [{ type: node.type, value: checked(node, node.value ?? '') }];
        case 'strong':
        case 'emphasis':
          return [{ type: node.type, children: inlines(node.children) }];
        case 'link':
          return [{ type: 'link', url: checked(node, node.url ?? ''), children: inlines(node.children) }];
        case 'break':
          return [{ type: 'break' }];
        default:
          refuse(node);
          return [];
      }
    });
  return blocks(root.children);
}
