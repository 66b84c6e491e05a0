import { builtInTemplates, templateSources } from './built-in-templates.ts';
import { type TemplateName, templateNames } from './samples.ts';
import type { TemplateProblem } from './template-problem.ts';
import { readTemplate, type Template } from './template.ts';

/** Markdown by file name: `signal.md` for every channel, `telegram/signal.md` for the channel `telegram` alone. */
export type TemplateFiles = Readonly<Record<string, string>>;

/** A file that is not used, and why; without problems of its own it is a file that no message asks for. */
export interface BrokenTemplate {
  readonly file: string;
  readonly problems: readonly TemplateProblem[];
}

export interface TemplateSet {
  /** The channel's own, else the one for every channel, else the built-in one. */
  of(name: TemplateName, channel: string): Template;
  /** Files that are not used: the built-in templates stand in for them. */
  readonly broken: readonly BrokenTemplate[];
}

const names = Object.keys(templateSources) as TemplateName[];

/** Reads every file once; a broken one is reported and never used. */
export function templateSet(files: TemplateFiles = {}): TemplateSet {
  const read = new Map<string, Template>();
  const broken: BrokenTemplate[] = [];
  for (const [file, source] of Object.entries(files)) {
    const name = names.find((known) => file === `${known}.md` || file.endsWith(`/${known}.md`));
    if (name === undefined) {
      const message = `no message is named so; there are ${names.map((known) => `${known}.md`).join(', ')}`;
      broken.push({ file, problems: [{ line: 1, column: 1, message }] });
      continue;
    }
    const reading = readTemplate(source, templateNames[name]);
    if (reading.ok) read.set(file, reading.template);
    else broken.push({ file, problems: reading.problems });
  }
  return {
    of: (name, channel) =>
      read.get(`${channel}/${name}.md`) ?? read.get(`${name}.md`) ?? builtInTemplates[name],
    broken,
  };
}
