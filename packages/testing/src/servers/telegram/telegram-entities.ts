import { badRequest } from './telegram-refusal.ts';

export interface TelegramEntity {
  readonly type: string;
  /** UTF-16 code units. */
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly language?: string;
}

const formatting = new Set([
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'blockquote',
  'expandable_blockquote',
  'code',
  'pre',
  'text_link',
  'text_mention',
  'custom_emoji',
  'date_time',
]);
/** Accepted and thrown away: the server finds these by itself. */
const detected = new Set(['mention', 'hashtag', 'cashtag', 'bot_command', 'url', 'email', 'phone_number']);
const mostEntities = 100;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The formatting that survives, and how much of it was dropped without a word. @throws {TelegramRefusal} */
export function checkedEntities(
  text: string,
  given: unknown,
): { readonly kept: readonly TelegramEntity[]; readonly dropped: number } {
  if (given === undefined) return { kept: [], dropped: 0 };
  if (!Array.isArray(given)) throw badRequest("can't parse entities: expected an Array of MessageEntity");
  const entities = given.map(readEntity).filter(({ type }) => formatting.has(type));
  const sorted = entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length);
  for (const entity of sorted) checkBounds(text, entity);
  checkNesting(sorted);
  const kept = sorted.filter(({ offset, length }) => text.slice(offset, offset + length).trim() !== '');
  return { kept: kept.slice(0, mostEntities), dropped: Math.max(0, kept.length - mostEntities) };
}

function readEntity(value: unknown): TelegramEntity {
  if (!isObject(value)) throw badRequest("can't parse MessageEntity: expected an Object");
  const { type, offset, length, url, language } = value;
  if (typeof type !== 'string' || !(formatting.has(type) || detected.has(type)))
    throw badRequest("can't parse MessageEntity: Unsupported type specified");
  if (!Number.isInteger(offset) || !Number.isInteger(length))
    throw badRequest('can\'t parse MessageEntity: Field "offset" must be of type Number');
  if (type === 'text_link' && !isWebAddress(url))
    throw badRequest(`entity URL '${String(url)}' is invalid: Wrong HTTP URL`);
  return {
    type,
    offset: offset as number,
    length: length as number,
    ...(typeof url === 'string' ? { url } : {}),
    ...(typeof language === 'string' ? { language } : {}),
  };
}

function isWebAddress(url: unknown): boolean {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'tg:' || (/^(https?|ton):$/.test(protocol) && hostname.includes('.'));
}

function checkBounds(text: string, { offset, length }: TelegramEntity): void {
  if (offset < 0 || length < 0 || offset > 1_000_000 || length > 1_000_000)
    throw badRequest(`receive an entity with incorrect offset ${offset}`);
  const end = offset + length;
  if (end > text.length)
    throw badRequest(
      `entity beginning at UTF-16 offset ${offset} ends after the end of the text at UTF-16 offset ${end}`,
    );
  if (splitsSymbol(text, offset)) throw badRequest('entity begins in a middle of a UTF-16 symbol');
  if (splitsSymbol(text, end))
    throw badRequest(`entity beginning at UTF-16 offset ${offset} ends in a middle of a UTF-16 symbol`);
}

const splitsSymbol = (text: string, at: number): boolean =>
  /[\ud800-\udbff]/.test(text.charAt(at - 1)) && /[\udc00-\udfff]/.test(text.charAt(at));

/** One entity is inside another or apart from it; code holds nothing and quotes hold no quote. */
function checkNesting(sorted: readonly TelegramEntity[]): void {
  const open: TelegramEntity[] = [];
  for (const entity of sorted) {
    while (open.length > 0 && endOf(open.at(-1)) <= entity.offset) open.pop();
    const outer = open.at(-1);
    if (outer !== undefined && endOf(entity) > endOf(outer))
      throw badRequest(
        `entity beginning at UTF-16 offset ${entity.offset} ends after the end of the text at UTF-16 offset ${endOf(entity)}`,
      );
    if (entity.length > 0 && open.some((other) => excludes(other.type, entity.type)))
      throw badRequest(`entity ${entity.type} cannot be inside ${outer?.type}`);
    open.push(entity);
  }
}

const endOf = (entity: TelegramEntity | undefined): number =>
  entity === undefined ? 0 : entity.offset + entity.length;

const isQuote = (type: string): boolean => type.endsWith('blockquote');
const isCode = (type: string): boolean => type === 'code' || type === 'pre';
const excludes = (outer: string, inner: string): boolean =>
  isCode(outer) || (isCode(inner) && !isQuote(outer)) || (isQuote(outer) && isQuote(inner));
