import {
  type AnyStage,
  type Approved,
  BOOK,
  CLOCK,
  type Plugin,
  type SizedPlan,
  type Stage,
  STAGES,
  STORE,
  type TradePlan,
  WORKERS,
} from '@tradewarden/core';
import { CLOSING_GUARD } from '@tradewarden/core/latch';
import { EquityWatch } from './breakers/equity-watch.ts';
import { outcomeGuard } from './breakers/outcome-guard.ts';
import type { RiskGateOptions } from './gate-configuration.ts';
import { equitySource } from './gate-facts.ts';
import { limitKeys } from './limits/limit-table.ts';
import type { LimitOverrides } from './limits/limits.ts';
import { riskGate } from './risk-gate.ts';

interface RiskFactory {
  /** For `app.use()`. */
  (options: RiskGateOptions): Plugin;
  /** For composing by hand: the gate. */
  create(options: RiskGateOptions): Stage<TradePlan, Approved<SizedPlan>>;
}

const plugin = (options: RiskGateOptions): Plugin => {
  const gate: AnyStage = riskGate(options);
  const { profile, limits } = options;
  const limited = {
    ...(profile === undefined ? {} : { profile }),
    ...(limits === undefined ? {} : { limits: ourLimits(limits) }),
  };
  const source = equitySource(options.equity);
  return {
    name: 'risk',
    version: '0.1.0',
    register: (registry) => {
      registry.add(STAGES).to(() => gate);
      registry.bind(CLOSING_GUARD).to(() => outcomeGuard(limited));
      if (source === undefined) return;
      registry.add(WORKERS).to((resolver) => {
        const { account, mode } = resolver.get(BOOK);
        const clock = resolver.get(CLOCK);
        return new EquityWatch({ store: resolver.get(STORE), account, mode, source, clock, ...limited });
      });
    },
  };
};

/** Limits of caps and rules of your own mean nothing to the breakers. */
const ourLimits = (limits: LimitOverrides): LimitOverrides =>
  Object.fromEntries(Object.entries(limits).filter(([key]) => limitKeys.includes(key)));

/** The gate as a plugin, with its breakers: they watch an equity that is measured, and the positions that the executor closes. */
export const risk: RiskFactory = Object.assign(plugin, { create: riskGate });
