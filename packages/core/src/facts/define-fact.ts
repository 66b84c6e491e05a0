import type { Json } from '../domain/json.ts';
import type { Fact, FactDefinition } from './fact.ts';

type FactInput<T extends Json> = Omit<FactDefinition<T>, 'deadlineMs'> & { readonly deadlineMs?: number };

/** Declares a fact with a deadline (2 s by default). @throws {TypeError} an empty key or a deadline that is not positive. */
export function defineFact<T extends Json>(input: FactInput<T>): FactDefinition<T> {
  const deadlineMs = input.deadlineMs ?? 2000;
  if (input.key === '') throw new TypeError('a fact needs a key');
  if (!(deadlineMs > 0)) throw new TypeError(`fact ${input.key}: deadlineMs must be above zero`);
  return Object.freeze({ ...input, deadlineMs });
}

export const known = <T extends Json>(value: T, asOf: number, source: string): Fact<T> => ({
  status: 'known',
  value,
  asOf,
  source,
});

export const unknown = (reason: string): Fact<never> => ({ status: 'unknown', reason });

export const absent = (reason: string): Fact<never> => ({ status: 'absent', reason });
