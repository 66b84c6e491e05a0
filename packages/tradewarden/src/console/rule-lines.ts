import { blockingCodes, type Decision, decisionCodes, type RuleResult } from '@tradewarden/core';
import { table } from './tables.ts';

const marks: Readonly<Record<RuleResult['status'], string>> = {
  pass: '✓',
  fail: '✗',
  indeterminate: '?',
  'not-applicable': '·',
};

/** What stands in the way comes first. */
const order: readonly RuleResult['status'][] = ['fail', 'indeterminate', 'pass', 'not-applicable'];

/** A decision rule by rule, for people. */
export function decisionText(decision: Decision): string {
  const { plan, verdict, sizing, book } = decision;
  const direction = plan.direction ?? '';
  const head = `${verdict.toUpperCase()}  ${direction} ${plan.symbol}  ${plan.planId} (revision ${plan.revision}, ${book.account}/${book.mode})`;
  const rows = decision.rules
    .toSorted((left, right) => order.indexOf(left.status) - order.indexOf(right.status))
    .map((rule) => [marks[rule.status], rule.id, rule.code ?? '', rule.effect ?? '', explained(rule)]);
  const size =
    sizing === undefined || verdict === 'rejected'
      ? []
      : [
          `Size ${sizing.quantity} at ${sizing.entry}: notional ${sizing.notional}, ${sizing.riskAtStop} at the stop (${sizing.riskPercent} %)${sizing.boundBy === undefined ? '' : `, cut by ${sizing.boundBy} from ${sizing.requestedQuantity}`}`,
        ];
  const remedies = blockingCodes(decision).map((code) => `${code}: ${remedyOf(code)}`);
  return [head, ...size, table(rows), ...remedies].join('\n');
}

/** With the figures of a rule that passes; the sentence of one that fails holds them already. */
function explained({ status, message, observed, limit, unit = '' }: RuleResult): string {
  if (status !== 'pass' || observed === undefined || limit === undefined) return message;
  return `${message}: ${observed}, limit ${limit} ${unit}`.trimEnd();
}

const remedyOf = (code: string): string =>
  Object.entries(decisionCodes).find(([name]) => name === code)?.[1].remedy ?? 'see the rule that gave it';
