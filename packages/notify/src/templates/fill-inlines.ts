import type { MessageInline } from '@tradewarden/core';
import { cleanText } from '../message/build.ts';
import { inlineText } from '../message/inline-text.ts';
import { webAddress } from '../message/web-address.ts';
import { readExpression, textOf } from './expression.ts';
import type { TemplateValue } from './template-problem.ts';

/** Fills placeholders within one text; the values stay text, whatever they look like. */
export const fillText = (source: string, scopes: readonly TemplateValue[]): string =>
  source.replaceAll(/\{\{([^{}]*)\}\}/g, (_, inner: string) => {
    const expression = readExpression(inner);
    return typeof expression === 'string' ? '' : cleanText(textOf(expression, scopes));
  });

/** Fills the text, code and addresses of inline nodes; a link whose address is not sound becomes its words. */
export const fillInlines = (
  inlines: readonly MessageInline[],
  scopes: readonly TemplateValue[],
): readonly MessageInline[] =>
  inlines.flatMap((inline): readonly MessageInline[] => {
    switch (inline.type) {
      case 'break':
        return [inline];
      case 'text':
      case 'inlineCode': {
        const value = fillText(inline.value, scopes);
        return value === '' ? [] : [{ type: inline.type, value }];
      }
      case 'strong':
      case 'emphasis': {
        const children = fillInlines(inline.children, scopes);
        return inlineText(children).trim() === '' ? [] : [{ type: inline.type, children }];
      }
      case 'link': {
        const children = fillInlines(inline.children, scopes);
        const url = safeUrl(fillText(inline.url, scopes));
        return url === undefined ? children : [{ type: 'link', url, children }];
      }
    }
  });

/** Only addresses that a browser opens over TLS, without a login in them. */
export function safeUrl(value: string): string | undefined {
  const address = webAddress(value);
  return address?.protocol === 'https:' ? address.href : undefined;
}
