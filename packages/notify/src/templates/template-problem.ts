/** What is wrong with a template, and where: 1 is the first line and the first column. */
export interface TemplateProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What a template may speak of: nested values by name; `undefined`, `''`, `false` and `[]` count as absent. */
export type TemplateValue =
  | string
  | number
  | boolean
  | undefined
  | readonly TemplateValue[]
  | { readonly [name: string]: TemplateValue };

export type TemplateView = Readonly<Record<string, TemplateValue>>;
