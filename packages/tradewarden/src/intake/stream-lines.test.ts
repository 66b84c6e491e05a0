import { expect, test } from 'vitest';
import { streamLines } from './stream-lines.ts';

async function linesOf(...chunks: readonly (string | Buffer)[]): Promise<readonly object[]> {
  const lines: object[] = [];
  for await (const line of streamLines(sent(chunks))) lines.push(line);
  return lines;
}

async function* sent(chunks: readonly (string | Buffer)[]): AsyncGenerator<string | Buffer> {
  yield* chunks;
}

test('lines are whole however they arrive, also characters that are cut in two, and the last one without its end', async () => {
  const bytes = Buffer.from('{"a":"ü€"}\n\n  \n{"b":1}\r\n{"c":2}');
  const single = [...bytes].map((byte) => Buffer.from([byte]));
  const whole = [
    { line: 1, value: { a: 'ü€' } },
    { line: 4, value: { b: 1 } },
    { line: 5, value: { c: 2 } },
  ];
  expect(await linesOf(bytes)).toEqual(whole);
  expect(await linesOf(...single)).toEqual(whole);
  expect(await linesOf()).toEqual([]);
});

test('a line is given before the next one has begun', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  async function* slow(): AsyncGenerator<string> {
    yield '1\n';
    await promise;
    yield '2\n';
  }
  const lines = streamLines(slow());
  expect((await lines.next()).value).toEqual({ line: 1, value: 1 });
  resolve();
  expect((await lines.next()).value).toEqual({ line: 2, value: 2 });
});

test('a line that is no JSON, or never ends, is reported, and the next ones are read', async () => {
  const endless = Array.from({ length: 30 }, () => 'x'.repeat(100_000));
  expect(await linesOf('{\n', ...endless, '"\n', '5\n')).toEqual([
    { line: 1, error: expect.stringContaining('not JSON: ') as string },
    { line: 2, error: 'longer than 1000000 characters' },
    { line: 3, value: 5 },
  ]);
  expect(await linesOf(...endless)).toEqual([{ line: 1, error: 'longer than 1000000 characters' }]);
});
