import type { Message, MessageBlock } from '@tradewarden/core';
import { cutBlock, cutBlocks } from './cut-block.ts';
import { cutText } from './cut-text.ts';

export interface SplitOptions {
  /** Whether the channel can send this as one part, counted in its own unit. Asked often: it should be quick. */
  readonly fits: (piece: Message) => boolean;
  readonly maximumParts: number;
}

export interface SplitMessage {
  /** In order of sending; `(2/3)` behind the titles when there are several. Actions are on the last, the picture is on the first. */
  readonly pieces: readonly Message[];
  /** Whether something was left out; then an ellipsis stands in its place. */
  readonly shortened: boolean;
}

/**
 * Makes a message fit: first optional blocks are shortened and left out, highest number first; what is still too
 * long is cut between blocks, then between rows, words and graphemes, never inside a number, a link or a code row
 * unless one alone is longer than a part.
 */
export function splitMessage(message: Message, { fits, maximumParts }: SplitOptions): SplitMessage {
  if (fits(message)) return { pieces: [message], shortened: false };
  const short = shortTitle(message, fits);
  let kept = short.body.children;
  for (const level of levelsOf(kept)) {
    const without = kept.filter(({ data }) => data?.optional !== level);
    if (fits(withBlocks(short, without))) {
      const blocks = refilled(kept, level, (children) => fits(withBlocks(short, children)));
      return { pieces: [withBlocks(short, blocks)], shortened: true };
    }
    kept = without;
  }
  return packed(withBlocks(short, kept), fits, maximumParts, kept.length < message.body.children.length);
}

const withBlocks = (message: Message, children: readonly MessageBlock[]): Message => ({
  ...message,
  body: { type: 'root', children },
});

const levelsOf = (blocks: readonly MessageBlock[]): readonly number[] =>
  [...new Set(blocks.flatMap(({ data }) => data?.optional ?? []))].toSorted((left, right) => right - left);

const ellipsis: MessageBlock = { type: 'paragraph', children: [{ type: 'text', value: '…' }] };

/** As many blocks of this level as fit, in their places, the last of them shortened; an ellipsis for the others. */
function refilled(
  blocks: readonly MessageBlock[],
  level: number,
  fits: (blocks: readonly MessageBlock[]) => boolean,
): readonly MessageBlock[] {
  const isOther = ({ data }: MessageBlock): boolean => data?.optional !== level;
  let chosen: readonly MessageBlock[] = blocks.filter(isOther);
  const after = (place: number, added: readonly MessageBlock[]): readonly MessageBlock[] => [
    ...chosen.slice(0, place),
    ...added,
    ...chosen.slice(place),
  ];
  let place = 0;
  for (const block of blocks) {
    if (isOther(block)) {
      place += 1;
      continue;
    }
    const whole = after(place, [block]);
    if (!fits(after(place, [block, ellipsis]))) {
      const start = cutBlock(block, (head) => fits(after(place, [head, ellipsis])), false)?.[0];
      const shortened = after(place, start === undefined ? [ellipsis] : [start, ellipsis]);
      return fits(shortened) ? shortened : chosen;
    }
    chosen = whole;
    place += 1;
  }
  return chosen;
}

/** Room is kept for the count behind the title before it is known. */
const counted = (title: string, index: number, count: number): string => `${title} (${index}/${count})`;

function packed(
  message: Message,
  fits: SplitOptions['fits'],
  maximumParts: number,
  shortened: boolean,
): SplitMessage {
  const { picture, actions, fields, ...common } = message;
  const rows = fields.map(({ label, value }): MessageBlock => ({
    type: 'paragraph',
    children: [{ type: 'text', value: `${label}: ${value}` }],
  }));
  const piece = (children: readonly MessageBlock[], index = 99, count = 99): Message => ({
    ...common,
    title: counted(message.title, index, count),
    fields: [],
    actions: index === count ? actions : [],
    body: { type: 'root', children },
    ...(index === 1 && picture !== undefined ? { picture } : {}),
  });
  const fitting = (children: readonly MessageBlock[]): boolean => fits(piece(children));
  const parts: (readonly MessageBlock[])[] = [];
  let rest: readonly MessageBlock[] = [...rows, ...message.body.children];
  while (rest.length > 0) {
    if (fitting(rest)) {
      parts.push(rest);
      break;
    }
    const last = parts.length === maximumParts - 1;
    const room = last ? (blocks: readonly MessageBlock[]) => fitting([...blocks, ellipsis]) : fitting;
    const [head, tail] = betweenBlocks(rest, room) ??
      cutBlocks(rest, room, false) ??
      cutBlocks(rest, room, true) ?? [[], rest];
    const isEnd = last || head.length === 0;
    parts.push(isEnd ? [...head, ellipsis] : head);
    if (isEnd) return numbered(parts, piece, message, true);
    rest = tail;
  }
  return numbered(parts, piece, message, shortened);
}

/** Whole blocks only: a short part reads better than a cut block. */
function betweenBlocks(
  blocks: readonly MessageBlock[],
  fits: (blocks: readonly MessageBlock[]) => boolean,
): readonly [readonly MessageBlock[], readonly MessageBlock[]] | undefined {
  let count = 0;
  while (count < blocks.length && fits(blocks.slice(0, count + 1))) count += 1;
  return count === 0 ? undefined : [blocks.slice(0, count), blocks.slice(count)];
}

function numbered(
  parts: readonly (readonly MessageBlock[])[],
  piece: (children: readonly MessageBlock[], index: number, count: number) => Message,
  message: Message,
  shortened: boolean,
): SplitMessage {
  const pieces =
    parts.length === 1
      ? [withBlocks({ ...message, fields: [] }, parts[0] ?? [])]
      : parts.map((children, index) => piece(children, index + 1, parts.length));
  return { pieces, shortened };
}

/** A title takes at most half of a part: there must be room for what it is about. */
function shortTitle(message: Message, fits: SplitOptions['fits']): Message {
  const withRoom = (title: string): Message => ({
    ...withBlocks(message, [{ type: 'paragraph', children: [{ type: 'text', value: title }] }]),
    fields: [],
    title: counted(title, 99, 99),
  });
  if (fits(withRoom(message.title))) return message;
  const start = cutText(message.title, (title) => fits(withRoom(`${title}…`)), true)?.[0];
  return start === undefined ? message : { ...message, title: `${start}…` };
}
