import { decisionCodes } from '../packages/core/src/codes/decision-codes.ts';
import { errorCodes } from '../packages/core/src/errors/error-codes.ts';
import type { CodeTable } from './code-table.ts';

/** Which page shows which table of the source. */
export const codePages: readonly { readonly path: string; readonly table: CodeTable }[] = [
  { path: 'docs/rejection-codes.md', table: decisionCodes },
  { path: 'docs/errors.md', table: errorCodes },
];
