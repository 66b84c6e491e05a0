import type { MessageBody } from '@tradewarden/core';
import { toMarkdown } from 'mdast-util-to-markdown';

/** A body as Markdown, escaped where text looks like markup. The node types are a subset of mdast, structurally equal. */
export const markdownOf = (tree: MessageBody): string =>
  toMarkdown(tree as Parameters<typeof toMarkdown>[0], { bullet: '-', emphasis: '_', rule: '-' });
