import { Decimal, type RuleCode } from '@tradewarden/core';
import type { LimitKey } from '../limits/limit-table.ts';
import { type BuiltInRule, fail, notApplicable, pass, type RuleInput } from '../rules/rule.ts';
import type { OutcomesFact, TallyFact } from './breaker-facts.ts';
import { equityFigures } from './equity-figures.ts';
import { equityNow } from './equity-now.ts';

type Figure = 'dailyLoss' | 'weeklyLoss' | 'drawdown';

interface EquityRule {
  readonly id: string;
  readonly code: RuleCode;
  readonly figure: Figure;
  readonly key: string;
  /** Where the other is unlimited. */
  readonly or?: string;
  readonly what: string;
}

/** What the equity of this decision, added to what was observed before, is compared with. */
const equityRule = ({ id, code, figure, key, or, what }: EquityRule): BuiltInRule => ({
  id,
  severity: 'block',
  needs: ['equity', 'breakers.equity'],
  when: 'plan',
  codes: [code],
  purpose: `The ${what} is below ${key}, deposits and withdrawals left out.`,
  check: (input) => {
    const limit = input.limits.decimal(key) ?? (or === undefined ? undefined : input.limits.decimal(or));
    if (limit === undefined) return notApplicable(`${key} is unlimited`);
    const observed = equityFigures(equityNow(input))[figure];
    const figures = {
      observed: observed.toString(),
      limit: limit.toString(),
      unit: 'fraction',
      headroom: Decimal.max(limit.minus(observed), 0).toString(),
    };
    return observed.gte(limit)
      ? fail(code, `the ${what} is ${figures.observed}, limit ${figures.limit}`, figures)
      : pass(`the ${what} is ${figures.observed}`, figures);
  },
});

export const dailyLoss: BuiltInRule = equityRule({
  id: 'breaker.daily-loss',
  code: 'DAILY_LOSS_LIMIT',
  figure: 'dailyLoss',
  key: 'loss.daily',
  what: 'loss of the day',
});

export const weeklyLoss: BuiltInRule = equityRule({
  id: 'breaker.weekly-loss',
  code: 'WEEKLY_LOSS_LIMIT',
  figure: 'weeklyLoss',
  key: 'loss.weekly',
  what: 'loss of the week',
});

export const drawdown: BuiltInRule = equityRule({
  id: 'breaker.drawdown',
  code: 'DRAWDOWN_LIMIT',
  figure: 'drawdown',
  key: 'drawdown.reducing',
  or: 'drawdown.halted',
  what: 'drawdown',
});

/** Fewer losses in a row than the limit. */
export const lossStreak: BuiltInRule = {
  id: 'breaker.loss-streak',
  severity: 'block',
  needs: ['breakers.outcomes'],
  when: 'plan',
  codes: ['LOSS_STREAK'],
  purpose: 'Fewer than lossStreak positions in a row were closed with a loss.',
  check: ({ facts, limits }) => {
    const { losses } = facts.value('breakers.outcomes') as unknown as OutcomesFact;
    return counted('LOSS_STREAK', 'losses in a row', losses, limits.decimal('lossStreak'), 'positions');
  },
};

/** Nothing that concerns the plan is cooling down. */
export const cooldown: BuiltInRule = {
  id: 'breaker.cooldown',
  severity: 'block',
  needs: ['breakers.outcomes'],
  when: 'plan',
  codes: ['COOLDOWN_ACTIVE'],
  purpose:
    'No cooldown of the symbol, side, source or account runs (cooldown.afterStopMs, .afterLossMs, .afterRejectMs).',
  check: ({ facts, now }) => {
    const { cooldowns } = facts.value('breakers.outcomes') as unknown as OutcomesFact;
    const latest = cooldowns
      .filter(({ until }) => until > now)
      .toSorted((left, right) => right.until - left.until)[0];
    if (latest === undefined)
      return pass('nothing is cooling down', { observed: '0', limit: '0', unit: 'ms' });
    const observed = String(latest.until - now);
    const message = `${latest.scope} is cooling down until ${new Date(latest.until).toISOString()}`;
    return fail('COOLDOWN_ACTIVE', message, { observed, limit: '0', unit: 'ms', headroom: '0' });
  },
};

/** Not too many approvals in this minute. */
export const decisionRate: BuiltInRule = {
  id: 'breaker.rate',
  severity: 'block',
  needs: ['breakers.tally'],
  when: 'plan',
  codes: ['RATE_LIMIT'],
  purpose: 'Fewer than rate.decisionsPerMinute plans were approved in this minute of the clock.',
  check: ({ facts, limits }) => {
    const { inMinute } = facts.value('breakers.tally') as unknown as TallyFact;
    const limit = limits.decimal('rate.decisionsPerMinute');
    return counted('RATE_LIMIT', 'approvals in this minute', inMinute, limit, 'approvals');
  },
};

/** A source that has been approved often enough waits for somebody to enable it again. */
export const repeatedExecution: BuiltInRule = {
  id: 'breaker.repeated-execution',
  severity: 'block',
  needs: ['breakers.tally'],
  when: 'plan',
  codes: ['REPEATED_EXECUTION_LIMIT'],
  purpose: 'Fewer than repeat.max plans of the source were approved since somebody last enabled it by hand.',
  check: (input: RuleInput) => {
    const { repeated } = input.facts.value('breakers.tally') as unknown as TallyFact;
    const what = `approvals of ${input.plan.source} since it was enabled`;
    return counted(
      'REPEATED_EXECUTION_LIMIT',
      what,
      repeated,
      input.limits.decimal('repeat.max'),
      'approvals',
    );
  },
};

/** Breakers that bound a commit too, each with its limit. */
export const countedBreakers: readonly { readonly id: string; readonly limit: LimitKey }[] = [
  { id: decisionRate.id, limit: 'rate.decisionsPerMinute' },
  { id: repeatedExecution.id, limit: 'repeat.max' },
];

function counted(
  code: RuleCode,
  what: string,
  count: number,
  limit: Decimal | undefined,
  unit: string,
): ReturnType<BuiltInRule['check']> {
  if (limit === undefined) return notApplicable(`${what}: unlimited`);
  const headroom = Decimal.max(limit.minus(count), 0).toString();
  const figures = { observed: String(count), limit: limit.toString(), unit, headroom };
  return limit.lte(count)
    ? fail(code, `${count} ${what}, limit ${limit.toString()}`, figures)
    : pass(`${count} ${what}`, figures);
}
