/** What Discord makes live in a text: mentions, links, times, commands, emojis; outside code. */
const patterns: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['mention', /@(?:everyone|here)/g],
  ['mention', /<(?:@[!&]?|#|id:)\w+>/g],
  ['time', /<t:-?\d+(?::\w)?>/g],
  ['command', /<\/[^>\n]+:\d+>/g],
  ['emoji', /<a?:\w+:\d+>/g],
  ['link', /\[[^\]\n]*\]\([^)\s]+[^)]*\)/g],
  ['link', /(?:https?|ftp|discord|steam):\/\/[^\s<]+/gi],
];

export interface LiveMarkup {
  readonly kind: string;
  readonly text: string;
}

/** Live parts of a text; a backslash before the first character switches one off, as in the client. */
export function liveMarkup(text: string): readonly LiveMarkup[] {
  // An escaped backtick begins no code.
  const shown = text.replaceAll(/\\[\s\S]|```[\s\S]*?```|``[\s\S]*?``|`[^`\n]*`/g, (part) =>
    part.startsWith('\\') ? part : ' ',
  );
  return patterns.flatMap(([kind, pattern]) =>
    [...shown.matchAll(pattern)]
      .filter(({ index }) => !/(?:^|[^\\])(?:\\\\)*\\$/.test(shown.slice(0, index)))
      .map((match) => ({ kind, text: match[0] })),
  );
}

/** Who is notified: by the content alone, and only as far as `allowed_mentions` lets it. */
export function pinged(content: string, allowed: unknown, standard: readonly string[]): readonly string[] {
  const parse = (allowed as { readonly parse?: unknown } | undefined)?.parse;
  const kinds = allowed === undefined ? standard : Array.isArray(parse) ? (parse as readonly string[]) : [];
  const found = [
    ...(kinds.includes('everyone') ? (content.match(/@(?:everyone|here)/g) ?? []) : []),
    ...(kinds.includes('users') ? (content.match(/<@!?\d+>/g) ?? []) : []),
    ...(kinds.includes('roles') ? (content.match(/<@&\d+>/g) ?? []) : []),
  ];
  return found;
}
