import { codePoints } from '../code-points.ts';
import type { MultipartForm, UploadedFile } from '../multipart.ts';
import { embedIssues } from './discord-embeds.ts';
import { DiscordRefusal, type FormIssue, invalidForm } from './discord-refusal.ts';

export type DiscordFields = Readonly<Record<string, unknown>>;

const webhookFields = [
  'content',
  'username',
  'avatar_url',
  'tts',
  'embeds',
  'allowed_mentions',
  'components',
  'attachments',
  'flags',
  'thread_name',
  'applied_tags',
  'poll',
];
const botFields = [
  'content',
  'nonce',
  'enforce_nonce',
  'tts',
  'embeds',
  'allowed_mentions',
  'message_reference',
  'components',
  'sticker_ids',
  'attachments',
  'flags',
  'poll',
];
const fileLimit = 10 * 1024 * 1024;
const requestLimit = 25 * 1024 * 1024;

/** The JSON part of a request, alone or inside a form. @throws {DiscordRefusal} */
export function payloadOf(body: Buffer, form: MultipartForm | undefined): DiscordFields {
  if (body.length > requestLimit) throw new DiscordRefusal(413, 40_005, 'Request entity too large');
  const text = form === undefined ? body.toString('utf8') : (form.fields.get('payload_json') ?? '{}');
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) return parsed as DiscordFields;
  } catch {
    // Answered below.
  }
  throw new DiscordRefusal(400, 50_109, 'The request body contains invalid JSON.');
}

/** @throws {DiscordRefusal} everything that is wrong with a message at once. */
export function checkPayload(
  fields: DiscordFields,
  files: ReadonlyMap<string, UploadedFile>,
  sender: 'webhook' | 'bot',
): void {
  const names = [...files.values()].map(({ fileName }) => fileName);
  const known = sender === 'webhook' ? webhookFields : botFields;
  const issues: FormIssue[] = [
    ...Object.keys(fields)
      .filter((name) => !known.includes(name))
      .map((name): FormIssue => [name, 'UNKNOWN_FIELD', `no such field of a ${sender} message`]),
    ...textIssues(fields),
    ...embedIssues(fields['embeds'], names),
    ...attachmentIssues(fields['attachments'], files),
  ];
  if (!isWellFormed(fields)) issues.push(['content', 'STRING_TYPE_CONVERT', 'not valid Unicode']);
  if (issues.length > 0) throw invalidForm(issues);
  if ([...files.values()].some(({ content }) => content.length > fileLimit))
    throw new DiscordRefusal(413, 40_005, 'Request entity too large');
  if (files.size > 10)
    throw new DiscordRefusal(400, 30_015, 'Maximum number of attachments in a message reached (10)');
  const embeds = fields['embeds'];
  const hasEmbeds = Array.isArray(embeds) && embeds.length > 0;
  const content = fields['content'];
  const isEmpty = typeof content !== 'string' || content.trim() === '';
  if (isEmpty && !hasEmbeds && files.size === 0)
    throw new DiscordRefusal(400, 50_006, 'Cannot send an empty message');
}

/** Whether no text in it holds half of a character. */
function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  return typeof value !== 'object' || value === null || Object.values(value).every(isWellFormed);
}

function textIssues(fields: DiscordFields): readonly FormIssue[] {
  const limits: readonly (readonly [string, number])[] = [
    ['content', 2000],
    ['username', 80],
    ['nonce', 25],
    ['thread_name', 100],
  ];
  const issues = limits.flatMap(([name, limit]): FormIssue[] => {
    const value = fields[name];
    return typeof value === 'string' && codePoints(value) > limit
      ? [[name, 'BASE_TYPE_MAX_LENGTH', `Must be ${limit} or fewer in length.`]]
      : [];
  });
  const parse = (fields['allowed_mentions'] as { readonly parse?: unknown } | undefined)?.parse;
  const kinds = ['roles', 'users', 'everyone'];
  if (Array.isArray(parse) && parse.some((kind) => !kinds.includes(String(kind))))
    issues.push([
      'allowed_mentions.parse.0',
      'BASE_TYPE_CHOICES',
      `Value must be one of ${kinds.join(', ')}.`,
    ]);
  return issues;
}

function attachmentIssues(given: unknown, files: ReadonlyMap<string, UploadedFile>): readonly FormIssue[] {
  if (!Array.isArray(given)) return [];
  const issues: FormIssue[] = [];
  for (const [index, { id, description }] of (
    given as readonly Readonly<Record<string, unknown>>[]
  ).entries()) {
    const at = `attachments.${index}`;
    if (!files.has(`files[${String(id)}]`))
      issues.push([`${at}.id`, 'ATTACHMENT_NOT_FOUND', 'no such file in the form']);
    if (typeof description === 'string' && codePoints(description) > 1024)
      issues.push([`${at}.description`, 'BASE_TYPE_MAX_LENGTH', 'Must be 1024 or fewer in length.']);
  }
  return issues;
}
