import type { Message, MessageBlock } from '@tradewarden/core';
import { cleanText, webAddress } from '@tradewarden/notify';
import { toHtml } from 'hast-util-to-html';
import { toHast } from 'mdast-util-to-hast';

/** Where the picture stands in the HTML of a mail. */
export const pictureId = 'plan-picture@tradewarden';

/** A picture is never wider than the phone. */
const fluid = 'max-width:100%;height:auto';
const quote = 'margin:8px 0;padding:0 0 0 12px;border-left:3px solid #98a2b3';
/** Styles stand in the elements: many mail programs drop style sheets. */
const styled = (style: string): { readonly hProperties: { readonly style: string } } => ({
  hProperties: { style },
});

type Mdast = Parameters<typeof toHast>[0];

/** A message as a complete HTML document: words are escaped by the library, nothing is fetched from anywhere. */
export function mailHtml(message: Message, alt: string | undefined): string {
  const fields = message.fields.map(({ label, value }): MessageBlock => ({
    type: 'paragraph',
    children: [
      { type: 'strong', children: [{ type: 'text', value: label }] },
      { type: 'text', value: `: ${value}` },
    ],
  }));
  const heading = {
    type: 'heading',
    depth: 1,
    data: styled('font-size:20px;line-height:1.3;margin:0 0 12px'),
    children: [{ type: 'text', value: message.title }],
  };
  const root = { type: 'root', children: [heading, ...fields, ...message.body.children] };
  const body = toHtml(toHast(cleaned(root) as Mdast));
  const image =
    alt === undefined
      ? ''
      : `<p>${toHtml({ type: 'element', tagName: 'img', properties: { src: `cid:${pictureId}`, alt, width: 540, style: fluid }, children: [] })}</p>`;
  return `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n</head>\n<body style="font-family:sans-serif;font-size:16px;line-height:1.4;max-width:600px">\n${body}\n${image}\n</body>\n</html>\n`;
}

/** A message without characters that mail programs choke on, node by node: no two make a new one together. */
export const cleanedMessage = (message: Message): Message => cleaned(message) as Message;

/** A copy of plain data. Links are kept only to web addresses. */
function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  const node = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cleaned(inner)]));
  const { type, url } = node as { readonly type?: unknown; readonly url?: unknown };
  const isOurs = typeof url === 'string' && /^https?:\/\//.test(url) && webAddress(url) !== undefined;
  if (type === 'blockquote') return { ...node, data: styled(quote) };
  return type === 'link' && !isOurs ? { type: 'emphasis', children: node['children'] } : node;
}
