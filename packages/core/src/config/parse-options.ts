import { ConfigError } from '../errors/config-error.ts';
import type { OptionsSchema, SchemaOutput } from './standard-schema.ts';

/** Parses options once, at the edge. @throws {ConfigError} every issue at once, each with its path. */
export function parseOptions<Schema extends OptionsSchema>(
  subject: string,
  schema: Schema,
  input: unknown,
): SchemaOutput<Schema> {
  const result = schema['~standard'].validate(input);
  if (result instanceof Promise) {
    // Nobody waits for it any more: without this its rejection would end the process.
    result.catch(() => {});
    throw new ConfigError(subject, [{ path: '', message: 'the schema of options must be synchronous' }]);
  }
  if (result.issues === undefined) return result.value;
  throw new ConfigError(
    subject,
    result.issues.map(({ message, path = [] }) => ({
      message,
      path: path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
    })),
  );
}
