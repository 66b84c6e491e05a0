import type { Json } from './json.ts';

const maximumDepth = 32;

/**
 * RFC 8785 on a restricted profile: safe integers are the only numbers (money is text), strings are well-formed,
 * members that are `undefined` are dropped. @throws {TypeError} names the path of what does not fit.
 */
export function canonicalJson(value: Json): string {
  return written(value, root, 0);
}

/** Where a value stands; put into words only when it does not fit. */
interface Place {
  readonly parent: Place | undefined;
  readonly step: string | number;
}

const root: Place = { parent: undefined, step: '' };

function written(value: Json | undefined, place: Place, depth: number): string {
  if (depth > maximumDepth) throw unfit(place, `nested deeper than ${maximumDepth}`);
  if (typeof value === 'string') return quoted(value, place);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) {
      throw unfit(place, `${value} is not a safe integer; write decimals as text`);
    }
    return value === 0 ? '0' : String(value);
  }
  if (typeof value !== 'object') throw unfit(place, `${typeof value} is not JSON`);
  return isList(value) ? writtenList(value, place, depth) : writtenMembers(value, place, depth);
}

function writtenList(list: readonly Json[], parent: Place, depth: number): string {
  let text = '';
  for (const [step, item] of list.entries()) {
    text += `${step === 0 ? '' : ','}${written(item, { parent, step }, depth + 1)}`;
  }
  return `[${text}]`;
}

function writtenMembers(
  value: { readonly [key: string]: Json | undefined },
  parent: Place,
  depth: number,
): string {
  let text = '';
  for (const step of sortedKeys(value)) {
    const member: Json | undefined = value[step];
    if (member === undefined) continue;
    const place = { parent, step };
    text += `${text === '' ? '' : ','}${quoted(step, place)}:${written(member, place, depth + 1)}`;
  }
  return `{${text}}`;
}

/** In the order of RFC 8785, which is that of `<` and of toSorted(): UTF-16 code units. Most are so already. */
function sortedKeys(value: object): readonly string[] {
  const keys = Object.keys(value);
  for (let index = 1; index < keys.length; index += 1) {
    if ((keys[index - 1] ?? '') > (keys[index] ?? '')) return keys.toSorted();
  }
  return keys;
}

/** Text that JSON writes as it stands: nothing to escape and no surrogates. */
const plain = /^[ !#-[\]-~]*$/;

function quoted(text: string, place: Place): string {
  if (plain.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw unfit(place, 'text with half a character');
  return JSON.stringify(text);
}

function unfit(place: Place, reason: string): TypeError {
  let path = '';
  for (let at = place; at.parent !== undefined; at = at.parent) {
    path = typeof at.step === 'number' ? `[${at.step}]${path}` : `.${at.step}${path}`;
  }
  return new TypeError(`${path.replace(/^\./, '')}: ${reason}`);
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Foreign JSON brought into the profile: other numbers become decimal text, half characters become U+FFFD. @throws {TypeError} too deep. */
export function toCanonicalValue(input: unknown, depth = 0): Json {
  if (depth > maximumDepth) throw new TypeError(`nested deeper than ${maximumDepth}`);
  if (input === null || input === undefined) return null;
  if (typeof input === 'boolean') return input;
  if (typeof input === 'string') return input.toWellFormed();
  if (typeof input === 'number') {
    if (Number.isSafeInteger(input)) return input === 0 ? 0 : input;
    return String(input);
  }
  if (Array.isArray(input)) return input.map((item) => toCanonicalValue(item, depth + 1));
  if (typeof input !== 'object') throw new TypeError(`${typeof input} is not JSON`);
  const members: [string, Json][] = [];
  for (const [key, member] of Object.entries(input)) {
    if (member !== undefined) members.push([key.toWellFormed(), toCanonicalValue(member, depth + 1)]);
  }
  return Object.fromEntries(members);
}
