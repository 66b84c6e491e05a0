import {
  type Decision,
  type Json,
  type Message,
  type MessageBlock,
  plainText,
  type TradePlan,
} from '@tradewarden/core';
import { body, paragraph, text } from '../message/build.ts';
import { markdownOf } from '../message/markdown.ts';
import { builtInTemplates } from '../templates/built-in-templates.ts';
import type { Template } from '../templates/template.ts';
import { planPicture } from './plan-picture.ts';
import { signalView } from './signal-view.ts';

/** A plan as people read it, with its decision when there is one. The first 60 characters carry side, symbol and entry. */
export function signalMessage(
  plan: TradePlan,
  decision?: Decision,
  template: Template = builtInTemplates.signal,
): Message {
  return {
    kind: 'signal',
    severity: decision?.verdict === 'rejected' ? 'info' : 'notice',
    ...template.compose(signalView(plan, decision)),
    fields: [],
    actions: [],
    planId: plan.planId,
    document: formatJson(plan, decision) as Readonly<Record<string, Json>>,
    picture: planPicture(plan),
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
  schemaVersion: 1,
  plan,
  ...(decision === undefined
    ? {}
    : { verdict: decision.verdict, sizing: decision.sizing, rules: decision.rules }),
});

/** One section of the signal as plain text: what a template of it alone says. */
const section = (template: Template, plan: TradePlan, decision?: Decision): string =>
  blocksText(template.compose(signalView(plan, decision)).body.children);

const blocksText = (blocks: readonly MessageBlock[]): string =>
  plainText({
    kind: 'signal',
    severity: 'info',
    title: '',
    fields: [],
    body: body(...blocks),
    actions: [],
    dedupeKey: '',
  });

export const formatConfluenceBreakdown = (plan: TradePlan): string =>
  section(builtInTemplates.confluence, plan);
export const formatRationale = (plan: TradePlan): string => section(builtInTemplates.rationale, plan);
export const formatRiskMetrics = (plan: TradePlan, decision?: Decision): string =>
  section(builtInTemplates.riskMetrics, plan, decision);
