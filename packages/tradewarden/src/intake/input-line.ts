/** One item of an input: a value, or why it could not be read. Lines count from 1. */
export type InputLine =
  | { readonly line: number; readonly value: unknown }
  | { readonly line: number; readonly error: string };
