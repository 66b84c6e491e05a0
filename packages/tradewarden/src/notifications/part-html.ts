import type { Channel, RenderedPart } from '@tradewarden/core';
import { discordHtml } from './discord-html.ts';
import { htmlText } from './html-text.ts';
import { telegramHtml } from './telegram-html.ts';

interface Embed {
  readonly title: string;
  readonly color: number;
  readonly description?: string;
  readonly fields?: readonly { readonly name: string; readonly value: string }[];
}

/** One part as the app of its channel shows it; `image` is the drawn picture as an address, when there is one. */
export function partHtml(channel: Channel, part: RenderedPart, image: string | undefined): string {
  const alt = htmlText(part.picture?.alt ?? '');
  const picture = image === undefined ? '' : `<img class="chart" src="${image}" alt="${alt}">`;
  const { extra = {} } = part;
  switch (channel.id) {
    case 'telegram': {
      const entities = (extra['entities'] ?? []) as Parameters<typeof telegramHtml>[1];
      return `<div class="bubble">${picture}<div class="said">${telegramHtml(part.text, entities)}</div></div>`;
    }
    case 'discord': {
      const { title, color, description = '', fields = [] } = extra['embed'] as Embed;
      const bar = `#${color.toString(16).padStart(6, '0')}`;
      const rows = fields.map(
        ({ name, value }) => `<div class="line"><b>${discordHtml(name)}</b> ${discordHtml(value)}</div>`,
      );
      return `<div class="embed" style="border-color:${bar}"><div class="title">${discordHtml(title)}</div>${discordHtml(description)}${rows.join('')}${picture}</div>`;
    }
    case 'email': {
      const mail = String(extra['html']).replaceAll(/src="cid:[^"]*"/g, `src="${image ?? ''}"`);
      // A frame of its own without rights, as a mail program shows it: its styles meet none of ours.
      return `<div class="mail"><div class="subject">${htmlText(String(extra['subject']))}</div><iframe sandbox="allow-same-origin" srcdoc="${htmlText(mail)}" onload="this.style.height=0;this.style.height=this.contentDocument.documentElement.scrollHeight+24+'px'"></iframe></div>`;
    }
    case 'webhook':
      return `<pre class="plain">${htmlText(webhookText(part))}</pre>`;
    default:
      return `<pre class="plain">${htmlText(part.text)}</pre>`;
  }
}

const mostOfDocument = 400;

/** The payload without most of its document, which is for programs. */
export function webhookText({ text, extra = {} }: RenderedPart): string {
  const { data, ...event } = extra['event'] as { readonly data: Readonly<Record<string, unknown>> };
  const { document, ...fields } = data;
  const said = JSON.stringify(document ?? null);
  const short = said.length > mostOfDocument ? `${said.slice(0, mostOfDocument).toWellFormed()}…` : said;
  return `${JSON.stringify({ ...event, data: { ...fields, text } }, undefined, 2)}\ndocument: ${short}`;
}
