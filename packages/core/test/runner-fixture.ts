import { VirtualClock } from '../src/clock/virtual-clock.ts';
import type { TradePlan } from '../src/domain/trade-plan.ts';
import { accountUnit } from '../src/ledger/account-unit.ts';
import { capCounter } from '../src/ledger/book-keys.ts';
import { Pipeline } from '../src/pipeline/pipeline.ts';
import type { Stage } from '../src/pipeline/stage.ts';
import { memoryStore } from '../src/store/memory-store.ts';
import type { Store } from '../src/store/store.ts';
import { createRunner, type Runner, type RunnerOptions } from '../src/runner/create-runner.ts';

const each = 300;
const cap = 900;

/** A gate for the tests of the runner: every plan takes 300 units, 900 is the cap. */
const gate: Stage<TradePlan, string> = {
  name: 'fixture',
  unit: accountUnit('USDT'),
  rules: [{ id: 'fixture.room', severity: 'block' }],
  run: async (plan, { ledger, draft, decisionId }) => {
    const counter = capCounter('total', 'notional');
    const [used = 0] = await ledger.usage([counter]);
    const fits = used + each <= cap;
    const rule = { id: 'fixture.room', severity: 'block' as const, message: `${used} used` };
    if (!fits) {
      const rules = [
        { ...rule, status: 'fail' as const, effect: 'reject' as const, code: 'TOTAL_EXPOSURE_EXCEEDED' },
      ];
      return { verdict: 'refuse', code: 'TOTAL_EXPOSURE_EXCEEDED', reason: 'full', rules };
    }
    const { planId, revision, source, symbol, direction, expiresAt } = plan;
    const uses = [
      { counter, amount: each, max: cap },
      { counter: capCounter('total', 'count'), amount: 1 },
    ];
    ledger.reserve(draft, {
      reservationId: decisionId,
      planId,
      revision,
      source,
      symbol,
      direction,
      uses,
      expiresAt,
    });
    return {
      verdict: 'continue',
      value: planId,
      reservationId: decisionId,
      rules: [{ ...rule, status: 'pass' }],
    };
  },
};

export const reservingPipeline = (): Pipeline<TradePlan, string> => Pipeline.of<TradePlan>().stage(gate);

export function start(
  pipeline: Pipeline<TradePlan, unknown> = reservingPipeline(),
  onResult?: RunnerOptions['onResult'],
  clock: VirtualClock = new VirtualClock(1000),
  changes: Partial<RunnerOptions> = {},
): { readonly runner: Runner; readonly store: Store; readonly clock: VirtualClock } {
  const store = changes.store ?? memoryStore({ clock });
  const observed = onResult === undefined ? {} : { onResult };
  return {
    runner: createRunner({ pipeline, store, account: 'main', mode: 'paper', clock, ...observed, ...changes }),
    store,
    clock,
  };
}

export const planOf = (planId: string, changes: Partial<TradePlan> = {}): TradePlan => ({
  schemaVersion: 1,
  planId,
  revision: 1,
  source: 'test',
  symbol: 'BTC/USDT',
  direction: 'LONG',
  entry: { near: '100', far: '99' },
  stop: { price: '95' },
  targets: [{ price: '110', percent: '100' }],
  createdAt: 1000,
  expiresAt: 1000 + 3_600_000,
  ...changes,
});
