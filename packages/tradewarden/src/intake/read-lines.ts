import type { InputLine } from './input-line.ts';

export interface InputText {
  /** `list`: a JSON array, decided by score. `stream`: decided in order. */
  readonly kind: 'list' | 'stream';
  readonly lines: readonly InputLine[];
}

/** Reads a JSON array, one JSON object, or NDJSON. A line that is not JSON is reported; the others are kept. */
export function readLines(text: string): InputText {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  const whole = parsed(trimmed);
  if (Array.isArray(whole.value)) {
    const items: readonly unknown[] = whole.value;
    const lines = linesOfItems(text);
    return { kind: 'list', lines: items.map((value, index) => ({ line: lines[index] ?? 1, value })) };
  }
  if (trimmed.startsWith('[') && whole.error !== undefined) {
    return {
      kind: 'stream',
      lines: [{ line: lineOfError(text, whole.error), error: `not JSON: ${whole.error}` }],
    };
  }
  if (whole.error === undefined && trimmed !== '')
    return { kind: 'stream', lines: [{ line: 1, value: whole.value }] };
  return {
    kind: 'stream',
    lines: text.split('\n').flatMap((line, index) => readLine(line, index + 1) ?? []),
  };
}

/** One line of NDJSON; `undefined`: there is nothing in it. */
export function readLine(text: string, line: number): InputLine | undefined {
  const content = text.replace(/^\uFEFF/, '').trim();
  if (content === '') return undefined;
  const { value, error } = parsed(content);
  return error === undefined ? { line, value } : { line, error: `not JSON: ${error}` };
}

function parsed(text: string): { readonly value?: unknown; readonly error?: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** The lines of the items of a top-level array, by counting braces and brackets outside texts. */
function linesOfItems(text: string): readonly number[] {
  const lines: number[] = [];
  let [depth, line, commas, quoted] = [0, 1, 0, false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\n') line += 1;
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
      continue;
    }
    if (character === '"') quoted = true;
    if (depth === 1 && commas === lines.length && character !== undefined && /[^\s,\]]/.test(character))
      lines.push(line);
    if (character === '[' || character === '{') depth += 1;
    if (character === ']' || character === '}') depth -= 1;
    if (character === ',' && depth === 1) commas += 1;
  }
  return lines;
}

/** Node names the position of a syntax error; people want the line. */
function lineOfError(text: string, message: string): number {
  const position = /position (\d+)/.exec(message)?.[1];
  return position === undefined ? 1 : text.slice(0, Number(position)).split('\n').length;
}
