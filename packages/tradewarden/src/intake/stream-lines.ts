import type { InputLine } from './input-line.ts';
import { readLine } from './read-lines.ts';

/** Characters; a line that never ends must not fill the memory. */
const longest = 1_000_000;

/** NDJSON as it comes in: each line when it is whole, the last one also without its end. A line that is too long is reported. */
export async function* streamLines(chunks: AsyncIterable<Buffer | string>): AsyncGenerator<InputLine> {
  const decoder = new TextDecoder();
  let [rest, line, isTooLong] = ['', 0, false];
  const taken = (text: string): InputLine | undefined => {
    line += 1;
    const isLong = isTooLong || text.length > longest;
    isTooLong = false;
    return isLong ? { line, error: `longer than ${longest} characters` } : readLine(text, line);
  };
  for await (const chunk of chunks) {
    const parts = (
      rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))
    ).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const one = taken(part);
      if (one !== undefined) yield one;
    }
    if (rest.length <= longest) continue;
    [rest, isTooLong] = ['', true];
  }
  const last = rest === '' && !isTooLong ? undefined : taken(rest);
  if (last !== undefined) yield last;
}
