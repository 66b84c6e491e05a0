/** JSON as it is stored: `undefined` members are dropped on the way. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };
