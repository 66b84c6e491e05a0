import type { MessageInline } from '@tradewarden/core';

/** The words of inline nodes, without markup and addresses. */
export const inlineText = (inlines: readonly MessageInline[]): string =>
  inlines
    .map((inline) => {
      if (inline.type === 'break') return '\n';
      return 'value' in inline ? inline.value : inlineText(inline.children);
    })
    .join('');
