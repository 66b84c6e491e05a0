import type { Message, MessageSeverity } from '@tradewarden/core';
import { builtInTemplates } from '../templates/built-in-templates.ts';
import type { TemplateView } from '../templates/template-problem.ts';
import type { Template } from '../templates/template.ts';

/** A message that was held back, by its title. */
export interface DigestEntry {
  readonly title: string;
  readonly severity: MessageSeverity;
  /** How often; default once. */
  readonly times?: number;
}

export interface Digest {
  readonly id: string;
  readonly entries: readonly DigestEntry[];
  /** Such as `it was quiet`. */
  readonly reason: string;
  /** How many are listed; default 20. */
  readonly limit?: number;
}

/** One message for many: the gravest first, equal titles counted together. */
export const digestMessage = (digest: Digest, template: Template = builtInTemplates.digest): Message => ({
  kind: 'digest',
  severity: 'info',
  ...template.compose(digestView(digest)),
  fields: [],
  actions: [],
  dedupeKey: digest.id,
});

const order: readonly MessageSeverity[] = ['critical', 'warning', 'notice', 'info'];

/** What `digest.md` may speak of. */
function digestView({ entries, reason, limit = 20 }: Digest): TemplateView {
  const titles = new Map<string, { severity: MessageSeverity; times: number }>();
  for (const { title, severity, times = 1 } of entries) {
    const known = titles.get(title);
    titles.set(title, { severity, times: (known?.times ?? 0) + times });
  }
  const listed = [...titles].toSorted(
    ([, left], [, right]) => order.indexOf(left.severity) - order.indexOf(right.severity),
  );
  return {
    count: entries.reduce((sum, { times = 1 }) => sum + times, 0),
    reason,
    entries: listed.slice(0, limit).map(([title, { times, severity }]) => ({
      title,
      severity,
      times: times > 1 ? times : undefined,
    })),
    more: listed.length > limit ? listed.length - limit : undefined,
  };
}
