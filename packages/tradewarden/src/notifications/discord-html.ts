import { htmlText } from './html-text.ts';

const inlineMarks =
  /\\(?<plain>[\s\S])|`(?<code>[^`]+)`|\*\*(?<bold>(?:\\[\s\S]|(?!\*\*)[\s\S])+)\*\*|_(?<italic>(?:\\[\s\S]|[^_])+)_|\[(?<label>(?:\\[\s\S]|[^\]])*)\]\(<(?<url>[^>]*)>\)/g;

/** Inline Markdown as Discord reads the part of it that we write. */
function inline(text: string): string {
  let html = '';
  let at = 0;
  for (const match of text.matchAll(inlineMarks)) {
    const { plain, code, bold, italic, label, url = '' } = match.groups ?? {};
    html += htmlText(text.slice(at, match.index));
    if (plain !== undefined) html += htmlText(plain);
    else if (code !== undefined) html += `<code>${htmlText(code)}</code>`;
    else if (bold !== undefined) html += `<b>${inline(bold)}</b>`;
    else if (italic !== undefined) html += `<i>${inline(italic)}</i>`;
    else html += `<a href="${htmlText(url)}">${inline(label ?? '')}</a>`;
    at = match.index + match[0].length;
  }
  return html + htmlText(text.slice(at));
}

/** Lines of Discord's Markdown as HTML: quotes, lists and code, the rest one line each. */
export function discordHtml(markdown: string): string {
  return markdown
    .split(/```\n([\s\S]*?)\n```\n?/)
    .map((piece, index) =>
      index % 2 === 1
        ? `<pre>${htmlText(piece)}</pre>`
        : piece
            .split('\n')
            .filter((line, at, lines) => line !== '' || at < lines.length - 1)
            .map(lineHtml)
            .join(''),
    )
    .join('');
}

function lineHtml(line: string): string {
  if (line.startsWith('> ')) return `<blockquote>${inline(line.slice(2))}</blockquote>`;
  if (line.startsWith('- ')) return `<div class="item">${inline(line.slice(2))}</div>`;
  return `<div class="line">${inline(line)}</div>`;
}
