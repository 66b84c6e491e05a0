import { expect, expectTypeOf, test } from 'vitest';
import { ConfigError } from '../errors/config-error.ts';
import { parseOptions } from './parse-options.ts';
import type { OptionsSchema, SchemaInput, SchemaOutput, SchemaResult } from './standard-schema.ts';

const schemaOf = <Input, Output>(
  validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>,
): OptionsSchema<Input, Output> => ({ '~standard': { version: 1, vendor: 'test', validate } });

const thrownBy = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

test('gives the output of the schema, in its type', () => {
  const schema = schemaOf<{ port: string }, { port: number }>(() => ({ value: { port: 25 } }));
  const options = parseOptions('mail', schema, { port: '25' });
  expect(options).toEqual({ port: 25 });
  expectTypeOf(options).toEqualTypeOf<{ port: number }>();
  expectTypeOf<SchemaInput<typeof schema>>().toEqualTypeOf<{ port: string }>();
  expectTypeOf<SchemaOutput<typeof schema>>().toEqualTypeOf<{ port: number }>();
});

test('reports every issue at once, with dotted paths', () => {
  const schema = schemaOf(() => ({
    issues: [
      { message: 'too small', path: ['routes', { key: 0 }, 'to'] },
      { message: 'unknown key', path: [Symbol('odd')] },
      { message: 'expected an object' },
    ],
  }));
  const error = thrownBy(() => parseOptions('telegram', schema, {}));
  expect(ConfigError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({
    code: 'CONFIG_INVALID',
    issues: [
      { path: 'routes.0.to', message: 'too small' },
      { path: 'Symbol(odd)', message: 'unknown key' },
      { path: '', message: 'expected an object' },
    ],
  });
  expect(String(error)).toContain('invalid options for telegram');
  expect(String(error)).toContain('routes.0.to: too small');
  expect(String(error)).toContain('(whole): expected an object');
});

test('refuses a schema that answers later', () => {
  const schema = schemaOf(async () => ({ value: 1 }));
  expect(() => parseOptions('slow', schema, {})).toThrow('must be synchronous');
});

test('an asynchronous schema that rejects harms nobody else', async () => {
  const schema = schemaOf(() => Promise.reject(new Error('too late')));
  expect(() => parseOptions('slow', schema, {})).toThrow('must be synchronous');
  await new Promise((resolve) => setImmediate(resolve));
});
