import { type Expression, readExpression } from './expression.ts';
import type { TemplateProblem } from './template-problem.ts';

/** A template cut at its directive lines. `line` is where the Markdown of a piece starts, from 1. */
export type Section =
  | {
      readonly type: 'markdown';
      readonly line: number;
      readonly source: string;
      /** Whether a blank line stands before, and after. */
      readonly gaps: readonly [boolean, boolean];
    }
  | {
      readonly type: 'if' | 'each';
      readonly line: number;
      readonly expression: Expression;
      readonly sections: readonly Section[];
    }
  | { readonly type: 'optional'; readonly level: number; readonly sections: readonly Section[] };

interface Open {
  readonly type: 'root' | 'if' | 'each' | 'optional';
  readonly line: number;
  readonly argument: string;
  readonly sections: Section[];
}

const directive = /^\s*\{\{\s*(?:#(?<open>\w+)\s*(?<argument>[^{}]*)|\/(?<close>\w+)\s*)\}\}\s*$/;

/** Reads `{{#if}}`, `{{#each}}` and `{{#optional 2}}` with their ends, each on a line of its own. */
export function readDirectives(source: string, problems: TemplateProblem[]): readonly Section[] {
  const root: Open = { type: 'root', line: 1, argument: '', sections: [] };
  const open: Open[] = [root];
  let held: string[] = [];
  let start = 1;
  const flush = (next: number): void => {
    const gaps = [held[0]?.trim() === '', held.at(-1)?.trim() === ''] as const;
    if (held.length > 0)
      open.at(-1)?.sections.push({ type: 'markdown', line: start, source: held.join('\n'), gaps });
    held = [];
    start = next;
  };
  for (const [index, text] of source.split(/\r?\n/).entries()) {
    const line = index + 1;
    const groups = directive.exec(text)?.groups;
    const column = text.indexOf('{{') + 1;
    if (groups === undefined) {
      held.push(text);
      continue;
    }
    flush(line + 1);
    const { open: opened, close, argument = '' } = groups;
    if (opened === 'if' || opened === 'each' || opened === 'optional') {
      open.push({ type: opened, line, argument: argument.trim(), sections: [] });
    } else if (opened !== undefined) {
      problems.push({
        line,
        column,
        message: `there is no block \`#${opened}\`; there are #if, #each, #optional`,
      });
    } else if (open.at(-1)?.type === close && open.length > 1) {
      const section = closed(open.pop() ?? root, column, problems);
      if (section !== undefined) open.at(-1)?.sections.push(section);
    } else problems.push({ line, column, message: `\`/${close}\` ends no block that is open here` });
  }
  flush(0);
  for (const { type, line } of open.slice(1))
    problems.push({
      line,
      column: 1,
      message: `\`#${type}\` has no end: write {{/${type}}} on a line of its own`,
    });
  return root.sections;
}

function closed(block: Open, column: number, problems: TemplateProblem[]): Section | undefined {
  const { type, line, argument, sections } = block;
  if (type === 'optional') {
    const level = argument === '' ? 1 : Number(argument);
    if (Number.isInteger(level) && level > 0) return { type, level, sections };
    problems.push({ line, column, message: `\`#optional ${argument}\`: expected a number from 1` });
    return undefined;
  }
  const expression = readExpression(argument);
  if (typeof expression === 'string') {
    problems.push({ line, column, message: expression });
    return undefined;
  }
  return type === 'root' ? undefined : { type, line, expression, sections };
}
