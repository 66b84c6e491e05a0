import type { Decided } from '../pipeline/follow-up.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { TradePlan } from '../domain/trade-plan.ts';
import { DraftCollector } from './draft-collector.ts';
import type { Evaluation } from './evaluate.ts';

/** Runs every follow-up over a finished decision and collects what they ask for. */
export function followUpDrafts(
  pipeline: Pipeline<TradePlan, unknown>,
  evaluation: Evaluation,
): DraftCollector {
  const followed = new DraftCollector();
  const { decision, value } = evaluation;
  const decided: Decided<unknown> = value === undefined ? { decision } : { decision, value };
  for (const followUp of pipeline.followUps) followUp.run(decided as Decided<never>, followed);
  return followed;
}
