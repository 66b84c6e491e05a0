import type { MessageBlock, MessageInline, MessageListItem } from '@tradewarden/core';
import { cutText, isCutBetween } from './cut-text.ts';
import { inlineText } from './inline-text.ts';

/** A start that fits, and the rest. `undefined`: nothing of it fits. */
export type Cut<T> = readonly [T, T] | undefined;
type Fits<T> = (start: T) => boolean;

const both = <T, U>(cut: Cut<T>, make: (part: T) => U): Cut<U> =>
  cut === undefined ? undefined : [make(cut[0]), make(cut[1])];

/** Cuts a block so that its start fits. With `force` even inside what should stay whole, for what is too long alone. */
export function cutBlock(block: MessageBlock, fits: Fits<MessageBlock>, force: boolean): Cut<MessageBlock> {
  switch (block.type) {
    case 'paragraph':
    case 'heading': {
      const make = (children: readonly MessageInline[]): MessageBlock => ({ ...block, children });
      return both(
        cutInlines(block.children, (children) => fits(make(children)), force),
        make,
      );
    }
    case 'blockquote': {
      const make = (children: readonly MessageBlock[]): MessageBlock => ({ ...block, children });
      return both(
        cutBlocks(block.children, (children) => fits(make(children)), force),
        make,
      );
    }
    case 'list': {
      const cut = cutItems(block.children, (children) => fits({ ...block, children }), force);
      if (cut === undefined) return undefined;
      const [head, tail] = cut;
      const start = (block.start ?? 1) + head.length;
      return [
        { ...block, children: head },
        { ...block, ...(block.ordered ? { start } : {}), children: tail },
      ];
    }
    case 'code': {
      const make = (value: string): MessageBlock => ({ ...block, value });
      return both(
        cutCode(block.value, (value) => fits(make(value)), force),
        make,
      );
    }
    case 'thematicBreak':
      return undefined;
  }
}

/** Whole blocks while they fit, then a part of the next one. */
export const cutBlocks = (
  blocks: readonly MessageBlock[],
  fits: Fits<readonly MessageBlock[]>,
  force: boolean,
): Cut<readonly MessageBlock[]> => cutSequence(blocks, fits, cutBlock, () => true, force);

const cutItems = (
  items: readonly MessageListItem[],
  fits: Fits<readonly MessageListItem[]>,
  force: boolean,
): Cut<readonly MessageListItem[]> =>
  cutSequence(
    items,
    fits,
    (item, itemFits, hard) => {
      const cut = cutBlocks(item.children, (children) => itemFits({ ...item, children }), hard);
      return cut === undefined
        ? undefined
        : [
            { ...item, children: cut[0] },
            { ...item, children: cut[1] },
          ];
    },
    () => true,
    force,
  );

const cutInlines = (
  inlines: readonly MessageInline[],
  fits: Fits<readonly MessageInline[]>,
  force: boolean,
): Cut<readonly MessageInline[]> =>
  cutSequence(
    inlines,
    fits,
    cutInline,
    (left, right) => isCutBetween(inlineText(left), inlineText(right)),
    force,
  );

function cutInline(inline: MessageInline, fits: Fits<MessageInline>, force: boolean): Cut<MessageInline> {
  if (inline.type === 'break') return undefined;
  if (inline.type === 'text' || (inline.type === 'inlineCode' && force)) {
    const cut = cutText(inline.value, (value) => fits({ ...inline, value }), force);
    return cut === undefined
      ? undefined
      : [
          { ...inline, value: cut[0] },
          { ...inline, value: cut[1] },
        ];
  }
  if (inline.type === 'strong' || inline.type === 'emphasis') {
    const cut = cutInlines(inline.children, (children) => fits({ ...inline, children }), force);
    return cut === undefined
      ? undefined
      : [
          { ...inline, children: cut[0] },
          { ...inline, children: cut[1] },
        ];
  }
  if (!force) return undefined;
  // A link that is longer than a whole part cannot be followed anyway: it becomes text.
  const words: MessageInline = { type: 'text', value: inlineText([inline]) };
  return fits(words) ? [words, { type: 'text', value: '' }] : cutInline(words, fits, true);
}

function cutCode(value: string, fits: Fits<string>, force: boolean): Cut<string> {
  const rows = value.split('\n');
  let count = 0;
  while (count < rows.length && fits(rows.slice(0, count + 1).join('\n'))) count += 1;
  if (count > 0) return [rows.slice(0, count).join('\n'), rows.slice(count).join('\n')];
  return force ? cutText(value, fits, true) : undefined;
}

/** Whole members while they fit, then a part of the next; the rest keeps its order. */
function cutSequence<T>(
  members: readonly T[],
  fits: Fits<readonly T[]>,
  cutOne: (member: T, fits: Fits<T>, force: boolean) => Cut<T>,
  mayPart: (left: readonly T[], right: readonly T[]) => boolean,
  force: boolean,
): Cut<readonly T[]> {
  let count = 0;
  while (count < members.length && fits(members.slice(0, count + 1))) count += 1;
  const next = members[count];
  if (next !== undefined) {
    const before = members.slice(0, count);
    const cut = cutOne(next, (start) => fits([...before, start]), force && count === 0);
    if (cut !== undefined)
      return [
        [...before, cut[0]],
        [cut[1], ...members.slice(count + 1)],
      ];
  }
  const most = count;
  while (count > 0 && !mayPart(members.slice(0, count), members.slice(count))) count -= 1;
  if (count === 0 && force) count = most;
  return count === 0 ? undefined : [members.slice(0, count), members.slice(count)];
}
