import type { SmtpMail } from './smtp-mail.ts';

const decodedQuoted = (text: string): string =>
  Buffer.from(
    text
      .replaceAll(/=\r\n/g, '')
      .replaceAll(/=([\dA-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  ).toString('utf8');

/** The decoded content of the first part of a type, with line feeds. */
export function mailPart({ raw }: Pick<SmtpMail, 'raw'>, type: string): string {
  const start = raw.search(new RegExp(`content-type: ${type}`, 'i'));
  if (start < 0) return '';
  const blank = raw.indexOf('\r\n\r\n', start);
  // A line of the text may start with dashes too: only the boundary as it stands above the part ends it.
  const top = raw.lastIndexOf('\r\n--', start);
  const boundary = top < 0 ? '' : raw.slice(top, raw.indexOf('\r\n', top + 2));
  const head = raw.slice(Math.max(top, 0), blank);
  const end = boundary === '' ? -1 : raw.indexOf(boundary, blank);
  const content = raw.slice(blank + 4, end < 0 ? undefined : end);
  const encoding = /content-transfer-encoding: (\S+)/i.exec(head)?.[1] ?? '7bit';
  const text =
    encoding === 'base64'
      ? Buffer.from(content, 'base64').toString('utf8')
      : encoding === 'quoted-printable'
        ? decodedQuoted(content)
        : content;
  return text.replaceAll('\r\n', '\n');
}
