import type { Message } from '@tradewarden/core';
import { cleanText } from './build.ts';

/** A copy of plain data with every text cleaned; see {@link cleanText}. */
export function cleanTexts<T>(value: T): T {
  if (typeof value === 'string') return cleanText(value) as T & string;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => cleanTexts(item)) as T & unknown[];
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, cleanTexts(item)])) as T;
}

/** For channels that show plain text: a message that steers no terminal and reorders nothing, whoever wrote it. */
export const cleanMessage = (message: Message): Message => ({
  ...message,
  title: cleanText(message.title),
  fields: cleanTexts(message.fields),
  body: cleanTexts(message.body),
});
