export interface SmtpMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Header fields by lower-case name, unfolded. */
  readonly headers: Readonly<Record<string, string>>;
  /** As received, dots removed, with CRLF. */
  readonly raw: string;
  readonly messageId: string;
  /** A mail with this Message-ID was there before: most readers see it once. */
  readonly duplicate: boolean;
}

/** Header fields of a raw mail. */
export function headersOf(raw: string): Readonly<Record<string, string>> {
  const end = raw.indexOf('\r\n\r\n');
  const head = (end < 0 ? raw : raw.slice(0, end)).replaceAll(/\r\n[ \t]+/g, ' ');
  return Object.fromEntries(
    head.split('\r\n').flatMap((line) => {
      const [, name, value] = /^([!-9;-~]+):[ \t]*(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value]];
    }),
  );
}

const mostLine = 998;

/** Why a mail breaks the rules of RFC 5321 and 5322; `undefined` when it keeps them. */
export function ruleBroken(raw: string): string | undefined {
  if (/(?<!\r)\n|\r(?!\n)/.test(raw)) return '550 5.6.11 bare CR or LF is not allowed';
  if (raw.split('\r\n').some((line) => Buffer.byteLength(line) > mostLine))
    return '500 5.6.0 line longer than 998 octets';
  const headers = headersOf(raw);
  for (const name of ['from', 'date', 'message-id', 'subject'])
    if (headers[name] === undefined) return `550 5.6.0 no ${name} header`;
  const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
  if (!/^[\t\r\n\x20-\x7e]*$/.test(head)) return '550 5.6.7 a header holds more than printable ASCII';
  return undefined;
}
