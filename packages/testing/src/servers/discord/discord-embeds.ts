import { codePoints } from '../code-points.ts';
import type { FormIssue } from './discord-refusal.ts';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const known = new Set([
  'title',
  'type',
  'description',
  'url',
  'timestamp',
  'color',
  'footer',
  'image',
  'thumbnail',
  'author',
  'fields',
]);
const totalLimit = 6000;

/** Everything that is wrong with the embeds of a message. */
export function embedIssues(given: unknown, fileNames: readonly string[]): readonly FormIssue[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) return [['embeds', 'LIST_TYPE_CONVERT', 'Only iterables may be used']];
  const issues: FormIssue[] = [];
  if (given.length > 10) issues.push(['embeds', 'BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length.']);
  let total = 0;
  const text = (path: string, value: unknown, limit: number, required = false): void => {
    if (value === undefined && !required) return;
    if (typeof value !== 'string' || (required && value.trim() === '')) {
      issues.push([path, 'BASE_TYPE_REQUIRED', 'This field is required']);
      return;
    }
    const length = codePoints(value.trim());
    total += length;
    if (length > limit) issues.push([path, 'BASE_TYPE_MAX_LENGTH', `Must be ${limit} or fewer in length.`]);
  };
  for (const [index, embed] of given.entries()) {
    const at = `embeds.${index}`;
    if (!isObject(embed)) {
      issues.push([at, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType']);
      continue;
    }
    for (const name of Object.keys(embed))
      if (!known.has(name)) issues.push([`${at}.${name}`, 'UNKNOWN_FIELD', 'no such field of an embed']);
    const before = total;
    text(`${at}.title`, embed['title'], 256);
    text(`${at}.description`, embed['description'], 4096);
    if (isObject(embed['footer'])) text(`${at}.footer.text`, embed['footer']['text'], 2048, true);
    if (isObject(embed['author'])) text(`${at}.author.name`, embed['author']['name'], 256, true);
    fieldIssues(at, embed['fields'], text, issues);
    otherIssues(at, embed, fileNames, issues);
    if (total === before && !('image' in embed))
      issues.push([`${at}.description`, 'BASE_TYPE_REQUIRED', 'This field is required']);
  }
  if (total > totalLimit)
    issues.push(['embeds', 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${totalLimit}`]);
  return issues;
}

function fieldIssues(
  at: string,
  fields: unknown,
  text: (path: string, value: unknown, limit: number, required: boolean) => void,
  issues: FormIssue[],
): void {
  if (!Array.isArray(fields)) return;
  if (fields.length > 25)
    issues.push([`${at}.fields`, 'BASE_TYPE_MAX_LENGTH', 'Must be 25 or fewer in length.']);
  for (const [index, field] of (fields as readonly Readonly<Record<string, unknown>>[]).entries()) {
    text(`${at}.fields.${index}.name`, field['name'], 256, true);
    text(`${at}.fields.${index}.value`, field['value'], 1024, true);
  }
}

function otherIssues(
  at: string,
  embed: Readonly<Record<string, unknown>>,
  fileNames: readonly string[],
  issues: FormIssue[],
): void {
  const { color, image, url, timestamp } = embed;
  const isColor = Number.isInteger(color) && Number(color) >= 0 && Number(color) <= 0xff_ff_ff;
  if (color !== undefined && !isColor)
    issues.push([`${at}.color`, 'NUMBER_TYPE_MAX', 'int value should be between 0 and 16777215.']);
  if (timestamp !== undefined && !(typeof timestamp === 'string' && /^\d{4}-\d\d-\d\dT/.test(timestamp)))
    issues.push([`${at}.timestamp`, 'DATE_TIME_TYPE_PARSE', 'Could not parse. Should be ISO8601.']);
  const addresses: readonly (readonly [string, unknown])[] = [
    ['url', url],
    ['image.url', isObject(image) ? image['url'] : undefined],
  ];
  for (const [name, address] of addresses) {
    if (address === undefined) continue;
    const shown = typeof address === 'string' ? address : '';
    const attached = /^attachment:\/\/(.+)$/.exec(shown)?.[1];
    const isKnown =
      attached === undefined ? /^https?:\/\/[^\s]+\.[^\s]+$/.test(shown) : fileNames.includes(attached);
    if (!isKnown) issues.push([`${at}.${name}`, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.']);
  }
}
