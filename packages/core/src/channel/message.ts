import type { Json } from '../domain/json.ts';
import type { PlanPicture } from './plan-picture.ts';

/** What the framework knows about a block; renderers ignore it. */
export interface BlockMark {
  /**
   * Left out when the message is too long for its channel: highest number first. A block without it is never left
   * out, so what a reader acts on (entry, stop, targets, size) carries none. Read on the blocks of the body only.
   */
  readonly optional?: number;
}

/** Paragraph-level nodes of a message: a closed subset of mdast, structurally equal to it. */
export type MessageBlock = BlockNode & { readonly data?: BlockMark };

type BlockNode =
  | { readonly type: 'paragraph'; readonly children: readonly MessageInline[] }
  | {
      readonly type: 'heading';
      readonly depth: 1 | 2 | 3 | 4 | 5 | 6;
      readonly children: readonly MessageInline[];
    }
  | { readonly type: 'blockquote'; readonly children: readonly MessageBlock[] }
  | {
      readonly type: 'list';
      readonly ordered: boolean;
      /** Number of the first item of an ordered list; default 1. */
      readonly start?: number;
      readonly spread: boolean;
      readonly children: readonly MessageListItem[];
    }
  | { readonly type: 'code'; readonly value: string }
  | { readonly type: 'thematicBreak' };

export interface MessageListItem {
  readonly type: 'listItem';
  readonly spread: boolean;
  readonly children: readonly MessageBlock[];
}

/** Text from a plan only ever becomes a `text` node, so it can inject no markup, link or mention. */
export type MessageInline =
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'strong'; readonly children: readonly MessageInline[] }
  | { readonly type: 'emphasis'; readonly children: readonly MessageInline[] }
  | { readonly type: 'inlineCode'; readonly value: string }
  | { readonly type: 'link'; readonly url: string; readonly children: readonly MessageInline[] }
  | { readonly type: 'break' };

export interface MessageBody {
  readonly type: 'root';
  readonly children: readonly MessageBlock[];
}

export type MessageKind = 'signal' | 'batch-summary' | 'alert' | 'order' | 'digest';
export type MessageSeverity = 'info' | 'notice' | 'warning' | 'critical';

/** What to say, as data; every channel renders it in its own way. */
export interface Message {
  readonly kind: MessageKind;
  readonly severity: MessageSeverity;
  /** What an alert is about, such as `kill` or `dead-letters`. */
  readonly topic?: string;
  /** Plain text; its first 60 characters carry symbol, side and entry of a signal (the push preview). */
  readonly title: string;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  readonly body: MessageBody;
  readonly actions: readonly { readonly id: string; readonly label: string }[];
  readonly planId?: string;
  /** The same for programs, such as a plan with its decision; channels for people pass over it. */
  readonly document?: Readonly<Record<string, Json | undefined>>;
  readonly picture?: PlanPicture;
  /** Two messages with one key are one message. */
  readonly dedupeKey: string;
  /** Not worth sending after this moment (epoch ms). */
  readonly expiresAt?: number;
  /** Messages of one slot are kept in order. */
  readonly slot?: string;
}
