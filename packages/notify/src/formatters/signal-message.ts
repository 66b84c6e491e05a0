import { type Decision, type Message, plainText, type TradePlan } from '@tradewarden/core';
import { body, cleanText, paragraph, text } from '../message/build.ts';
import { markdownOf } from '../message/markdown.ts';
import { confluence, directionMark, levels, rationale, refusals, riskMetrics } from './signal-sections.ts';

/** A plan as people read it, with its decision when there is one. The first 60 characters carry side, symbol and entry. */
export function signalMessage(plan: TradePlan, decision?: Decision): Message {
  const score = plan.score === undefined ? '' : ` · ${plan.score}/100`;
  const verdict = decision === undefined || decision.verdict === 'approved' ? '' : ` · ${decision.verdict}`;
  const about = [plan.style, plan.timeframe, plan.regime].filter((part) => part !== undefined).join(' · ');
  return {
    kind: 'signal',
    severity: decision?.verdict === 'rejected' ? 'info' : 'notice',
    title: cleanText(
      `${directionMark(plan)} ${plan.direction} ${plan.symbol} @ ${plan.entry.near}${score}${verdict}`,
    ),
    fields: [],
    body: body(
      ...(about === '' ? [] : [paragraph(text(about))]),
      ...levels(plan),
      ...riskMetrics(plan, decision),
      ...refusals(decision),
      ...confluence(plan),
      ...rationale(plan),
      ...(plan.chartUrl === undefined ? [] : [paragraph(text(`Chart ${plan.chartUrl}`))]),
    ),
    actions: [],
    planId: plan.planId,
    dedupeKey: decision?.decisionId ?? `${plan.source}/${plan.planId}/${plan.revision}`,
    expiresAt: plan.expiresAt,
    slot: plan.planId,
  };
}

/** The message as Markdown. */
export function formatMarkdown(plan: TradePlan, decision?: Decision): string {
  const message = signalMessage(plan, decision);
  return markdownOf(body(paragraph(text(message.title)), ...message.body.children));
}

/** What the message says, as an object for programs. */
export const formatJson = (plan: TradePlan, decision?: Decision): Readonly<Record<string, unknown>> => ({
  plan,
  ...(decision === undefined
    ? {}
    : { verdict: decision.verdict, sizing: decision.sizing, rules: decision.rules }),
});

const alone = (blocks: Message['body']['children']): string =>
  plainText({
    kind: 'signal',
    severity: 'info',
    title: '',
    fields: [],
    body: body(...blocks),
    actions: [],
    dedupeKey: '',
  });

export const formatConfluenceBreakdown = (plan: TradePlan): string => alone(confluence(plan));
export const formatRationale = (plan: TradePlan): string => alone(rationale(plan));
export const formatRiskMetrics = (plan: TradePlan, decision?: Decision): string =>
  alone(riskMetrics(plan, decision));
