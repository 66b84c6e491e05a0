import { Decimal } from './decimal.ts';
import type { FieldReader } from './field-reader.ts';
import type { TradePlan } from './trade-plan.ts';

export function readClaims(plan: FieldReader): TradePlan['claims'] {
  const claims = plan.object('claims');
  if (claims === undefined) return undefined;
  claims.onlyKnown(['rewardToRisk', 'stopPercent']);
  const stopPercent = claims.decimal('stopPercent');
  const listed = claims.value('rewardToRisk');
  if (listed !== undefined && !Array.isArray(listed))
    claims.report('rewardToRisk', 'expected a list of numbers');
  const rewardToRisk = (Array.isArray(listed) ? listed : []).flatMap((item: unknown, index): string[] => {
    const value = Decimal.tryParse(item);
    if (value !== undefined) return [value.toString()];
    claims.report(`rewardToRisk[${index}]`, 'not an exact, finite decimal', 'INVALID_NUMBER');
    return [];
  });
  return {
    ...(rewardToRisk.length === 0 ? {} : { rewardToRisk }),
    ...(stopPercent === undefined ? {} : { stopPercent }),
  };
}
