import type { MessageBlock, MessageListItem } from '@tradewarden/core';
import { inlineText } from '../message/inline-text.ts';
import { isAbsent, lookUp } from './expression.ts';
import { fillInlines, fillText } from './fill-inlines.ts';
import type { TemplateValue } from './template-problem.ts';

/** A template after reading: blocks, under conditions, repeated, marked. `gaps`: a blank line before, and after. */
export type Part =
  | {
      readonly type: 'blocks';
      readonly blocks: readonly MessageBlock[];
      readonly gaps: readonly [boolean, boolean];
    }
  | { readonly type: 'if' | 'each'; readonly path: readonly string[]; readonly parts: readonly Part[] }
  | { readonly type: 'optional'; readonly level: number; readonly parts: readonly Part[] };

/** A value that is a long list ends here; templates are not a way to spend time. */
const mostItems = 200;

/** What the parts say of the values in scope. Two lists that only a block tag parts are one list. */
export function fillParts(parts: readonly Part[], scopes: readonly TemplateValue[]): readonly MessageBlock[] {
  const made: MessageBlock[] = [];
  let gap = true;
  for (const block of filled(parts, scopes)) {
    const last = made.at(-1);
    if (block === 'gap') gap = true;
    else {
      if (!gap && last?.type === 'list' && block.type === 'list' && alike(last, block))
        made.splice(-1, 1, { ...last, children: [...last.children, ...block.children] });
      else made.push(block);
      gap = false;
    }
  }
  return made;
}

type List = Extract<MessageBlock, { type: 'list' }>;

const alike = (left: List & MessageBlock, right: List & MessageBlock): boolean =>
  left.ordered === right.ordered && left.data?.optional === right.data?.optional;

function filled(parts: readonly Part[], scopes: readonly TemplateValue[]): readonly (MessageBlock | 'gap')[] {
  return parts.flatMap((part): readonly (MessageBlock | 'gap')[] => {
    switch (part.type) {
      case 'blocks': {
        const [before, after] = part.gaps;
        const inner = part.blocks.flatMap((block, index): readonly (MessageBlock | 'gap')[] => [
          ...(index === 0 ? [] : (['gap'] as const)),
          ...fillBlocks([block], scopes),
        ]);
        return [...(before ? (['gap'] as const) : []), ...inner, ...(after ? (['gap'] as const) : [])];
      }
      case 'if':
        return isAbsent(lookUp(part.path, scopes)) ? [] : filled(part.parts, scopes);
      case 'each': {
        const items = lookUp(part.path, scopes);
        if (!Array.isArray(items)) return [];
        return items
          .slice(0, mostItems)
          .flatMap((item: TemplateValue) => filled(part.parts, [...scopes, item]));
      }
      case 'optional':
        return filled(part.parts, scopes).map((block) =>
          block === 'gap' ? block : Object.assign({}, block, { data: { optional: part.level } }),
        );
    }
  });
}

function fillBlocks(
  blocks: readonly MessageBlock[],
  scopes: readonly TemplateValue[],
): readonly MessageBlock[] {
  return blocks.flatMap((block): readonly MessageBlock[] => {
    switch (block.type) {
      case 'paragraph':
      case 'heading': {
        const children = fillInlines(block.children, scopes);
        return inlineText(children).trim() === '' ? [] : [{ ...block, children }];
      }
      case 'blockquote': {
        const children = fillBlocks(block.children, scopes);
        return children.length === 0 ? [] : [{ ...block, children }];
      }
      case 'list': {
        const children = block.children.flatMap((item): MessageListItem[] => {
          const inner = fillBlocks(item.children, scopes);
          return inner.length === 0 ? [] : [{ ...item, children: inner }];
        });
        return children.length === 0 ? [] : [{ ...block, children }];
      }
      case 'code': {
        const value = fillText(block.value, scopes);
        return value === '' ? [] : [{ ...block, value }];
      }
      case 'thematicBreak':
        return [block];
    }
  });
}
