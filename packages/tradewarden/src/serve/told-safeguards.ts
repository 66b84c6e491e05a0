import type { EntrySafeguards, PlanContext, Refusal, SendContext } from '@tradewarden/executor';
import type { Say } from './serve-voice.ts';

const remembered = 1000;

/** The same safeguards; says why a plan is not entered, each reason once for a plan. */
export function toldSafeguards(safeguards: EntrySafeguards, say: Say): EntrySafeguards {
  const said = new Set<string>();
  const tell = (
    { journalled: { decisionId, origin, plan } }: Pick<PlanContext, 'journalled'>,
    refusal: Refusal,
  ): void => {
    const { code, reason, retry = false } = refusal;
    const key = `${decisionId} ${code}`;
    if (said.has(key)) return;
    // Plans end, and nobody says so here.
    if (said.size >= remembered) said.clear();
    said.add(key);
    const { planId } = origin;
    const how = retry ? 'is held back' : 'is not entered';
    const text = `plan ${planId} ${plan.symbol} ${how}: ${code}: ${reason}`;
    say('refused', text, { decisionId, planId, symbol: plan.symbol, code, reason, retry });
  };
  const told = async <Context extends PlanContext | SendContext>(
    check: ((context: Context) => Promise<Refusal | undefined>) | undefined,
    context: Context,
  ): Promise<Refusal | undefined> => {
    const refusal = await check?.(context);
    if (refusal !== undefined) tell(context, refusal);
    return refusal;
  };
  const { stopped } = safeguards;
  return {
    beforeStage: (context) => told(safeguards.beforeStage, context),
    beforeSubmit: (context) => told(safeguards.beforeSubmit, context),
    beforeSend: (context) => told(safeguards.beforeSend, context),
    claim: async (context) => {
      const claimed = (await safeguards.claim?.(context)) ?? {};
      if ('code' in claimed) tell(context, claimed);
      return claimed;
    },
    ...(stopped === undefined ? {} : { stopped }),
  };
}
