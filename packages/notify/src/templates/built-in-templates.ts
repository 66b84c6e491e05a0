import { alertTemplate } from './alert-template.ts';
import { batchSummaryTemplate } from './batch-summary-template.ts';
import { digestTemplate } from './digest-template.ts';
import { type TemplateName, templateNames } from './samples.ts';
import { confluenceTemplate, rationaleTemplate, riskMetricsTemplate } from './section-templates.ts';
import { signalTemplate } from './signal-template.ts';
import { readTemplate, type Template } from './template.ts';

/** The sources of the built-in templates, to start one's own from. */
export const templateSources: Readonly<Record<TemplateName, string>> = {
  signal: signalTemplate,
  'batch-summary': batchSummaryTemplate,
  alert: alertTemplate,
  digest: digestTemplate,
};

/** Read when it is first filled: importing reads nothing. */
function lazily(source: string, name: TemplateName): Template {
  let read: Template | undefined;
  return {
    compose: (view) => {
      read ??= sound(source, name);
      return read.compose(view);
    },
  };
}

function sound(source: string, name: TemplateName): Template {
  const reading = readTemplate(source, templateNames[name]);
  if (reading.ok) return reading.template;
  throw new Error(`the built-in template ${name} is broken: ${JSON.stringify(reading.problems)}`);
}

type SectionName = 'confluence' | 'rationale' | 'riskMetrics';

export const builtInTemplates: Readonly<Record<TemplateName | SectionName, Template>> = {
  signal: lazily(signalTemplate, 'signal'),
  'batch-summary': lazily(batchSummaryTemplate, 'batch-summary'),
  alert: lazily(alertTemplate, 'alert'),
  digest: lazily(digestTemplate, 'digest'),
  confluence: lazily(confluenceTemplate, 'signal'),
  rationale: lazily(rationaleTemplate, 'signal'),
  riskMetrics: lazily(riskMetricsTemplate, 'signal'),
};
