import type { FieldReader } from './field-reader.ts';
import type { ConfluenceFactor, TradePlan } from './trade-plan.ts';

export function readConfluence(plan: FieldReader): TradePlan['confluence'] {
  const confluence = plan.object('confluence');
  if (confluence === undefined) return undefined;
  confluence.onlyKnown(['factors', 'conflicts']);
  const factors = (confluence.list('factors') ?? []).flatMap((item): ConfluenceFactor[] => {
    item?.onlyKnown(['name', 'score', 'weight', 'detail']);
    const name = item?.requiredText('name', 200);
    const score = item?.requiredDecimal('score');
    const weight = item?.requiredDecimal('weight');
    const detail = item?.text('detail', 1000);
    if (name === undefined || score === undefined || weight === undefined) return [];
    return [{ name, score, weight, ...(detail === undefined ? {} : { detail }) }];
  });
  const listed = confluence.value('conflicts') ?? [];
  if (!Array.isArray(listed)) confluence.report('conflicts', 'expected a list of texts');
  const conflicts = (Array.isArray(listed) ? listed : []).flatMap((item: unknown, index): string[] => {
    if (typeof item === 'string' && item.length <= 1000) return [item.toWellFormed()];
    confluence.report(`conflicts[${index}]`, 'expected text of at most 1000 characters');
    return [];
  });
  return { factors, conflicts };
}
