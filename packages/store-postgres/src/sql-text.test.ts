import { escapeLiteral as ofPg } from 'pg';
import { expect, test } from 'vitest';
import { sql } from './sql-text.ts';

const parts = ["'", '\\', '"', '$&', '`', 'é💰', '\n', 'E '];

test('every text becomes the literal that pg makes of it', () => {
  let texts = [''];
  for (let length = 1; length <= 4; length += 1) {
    texts = texts.flatMap((text) => parts.map((part) => text + part));
    expect(texts.map((text) => sql`${text}`)).toEqual(texts.map(ofPg));
  }
  expect(texts).toHaveLength(4096);
  expect(sql`${''}`).toBe(ofPg(''));
});
