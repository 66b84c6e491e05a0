import { type Message, plainText, type RenderedPart, sha256Hex } from '@tradewarden/core';
import { cleanText, shortText, splitMessage } from '@tradewarden/notify';
import { cleanedMessage, mailHtml } from './mail-html.ts';

/** What a part carries besides its text; JSON, since it waits in a store. */
export interface MailExtra {
  readonly subject: string;
  readonly html: string;
  /** The same for all mails of one plan: they are one thread. */
  readonly thread?: string;
}

/** Mail programs cut off longer ones. */
export const mostBytes = 60_000;
const mostInSubject = 150;

/** One mail: text, HTML, and a subject of one line. */
export function renderMessage(
  message: Message,
  options: { readonly pictures: boolean },
): readonly RenderedPart[] {
  const alt = options.pictures ? message.picture?.alt : undefined;
  // What fits was rendered to see whether it does: mostly the whole message, once.
  let last: { readonly piece: Message; readonly html: string } | undefined;
  const htmlOf = (piece: Message): string => {
    if (last?.piece !== piece) last = { piece, html: mailHtml(piece, alt) };
    return last.html;
  };
  const { pieces } = splitMessage(message, {
    fits: (piece) =>
      Buffer.byteLength(htmlOf(piece)) <= mostBytes && Buffer.byteLength(textOf(piece)) <= mostBytes,
    maximumParts: 1,
  });
  const [piece = message] = pieces;
  const extra: MailExtra = {
    subject:
      shortText(cleanText(message.title).replaceAll(/\s+/gu, ' ').trim(), mostInSubject) || message.kind,
    html: htmlOf(piece),
    ...(message.planId === undefined ? {} : { thread: sha256Hex(message.planId).slice(0, 32) }),
  };
  const part = { text: textOf(piece), extra: { ...extra } };
  return [alt === undefined || message.picture === undefined ? part : { ...part, picture: message.picture }];
}

const textOf = (message: Message): string => cleanText(plainText(cleanedMessage(message)));
