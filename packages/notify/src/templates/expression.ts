import { Decimal } from '@tradewarden/core';
import { shortText } from '../message/cut-text.ts';
import { twoPlaces } from '../formatters/figures.ts';
import type { TemplateValue } from './template-problem.ts';

type Filter = (value: string, argument: string) => string;

/** Filters turn text into text; an absent value passes only through `default`. */
const filters: Readonly<Record<string, Filter>> = {
  before: (value, argument) => `${argument}${value}`,
  after: (value, argument) => `${value}${argument}`,
  default: (value) => value,
  upper: (value) => value.toUpperCase(),
  lower: (value) => value.toLowerCase(),
  truncate: (value, argument) => shortText(value, Math.max(1, Number(argument) || 80)),
  places: (value) => (Decimal.tryParse(value) === undefined ? value : twoPlaces(value)),
  time: (value) => utc(Number(value)) ?? value,
};

const utc = (ms: number): string | undefined =>
  Number.isFinite(ms) && Math.abs(ms) < 8.64e15
    ? `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`
    : undefined;

/** `path | filter | filter:"text"`, read once. */
export interface Expression {
  readonly path: readonly string[];
  readonly filters: readonly { readonly name: string; readonly argument: string }[];
}

const pathShape = /^[A-Za-z]\w*(?:\.\w+)*$/;
const filterShape = /^(?<name>[a-z]+)(?:\s*:\s*(?:"(?<quoted>[^"]*)"|(?<bare>[\w.+-]+)))?$/;

/** The parsed expression, or what is wrong with it. */
export function readExpression(source: string): Expression | string {
  const [path = '', ...rest] = source.match(/(?:"[^"]*"|[^|"])+/g)?.map((part) => part.trim()) ?? [];
  if (!pathShape.test(path)) return `\`${source.trim()}\` is no path, such as entry.near`;
  const found: Expression['filters'][number][] = [];
  for (const part of rest) {
    const groups = filterShape.exec(part)?.groups;
    const name = groups?.['name'] ?? '';
    if (!Object.hasOwn(filters, name))
      return `there is no filter \`${part}\`; there are ${Object.keys(filters).join(', ')}`;
    found.push({ name, argument: groups?.['quoted'] ?? groups?.['bare'] ?? '' });
  }
  return { path: path.split('.'), filters: found };
}

/** The innermost scope is last; `this` is the item of the innermost list. */
export function lookUp(path: readonly string[], scopes: readonly TemplateValue[]): TemplateValue {
  const [first = '', ...rest] = path;
  let value = first === 'this' ? scopes.at(-1) : outermost(first, scopes);
  for (const name of rest) value = fieldOf(value, name);
  return value;
}

const outermost = (name: string, scopes: readonly TemplateValue[]): TemplateValue =>
  fieldOf(
    scopes.findLast((scope) => fieldOf(scope, name) !== undefined),
    name,
  );

/** Own fields only: a template reaches nothing that the view does not hold. */
function fieldOf(value: TemplateValue, name: string): TemplateValue {
  if (typeof value !== 'object' || Array.isArray(value) || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, TemplateValue>>)[name];
}

export const isAbsent = (value: TemplateValue): boolean =>
  value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0);

/** The text of an expression; `''` when the value is absent. */
export function textOf(expression: Expression, scopes: readonly TemplateValue[]): string {
  const value = lookUp(expression.path, scopes);
  const fallback = expression.filters.find(({ name }) => name === 'default')?.argument ?? '';
  if (isAbsent(value) || typeof value === 'object') return fallback;
  return expression.filters.reduce(
    (text, { name, argument }) => filters[name]?.(text, argument) ?? text,
    String(value),
  );
}
