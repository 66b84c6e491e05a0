import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { safeguardCodes } from './safeguard-codes.ts';

const tests = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.test.ts') && name !== 'safeguard-codes.test.ts')
  .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
  .join('\n');

it.each(Object.keys(safeguardCodes))('%s is produced by a test', (code) => {
  expect(tests).toContain(`'${code}'`);
});
