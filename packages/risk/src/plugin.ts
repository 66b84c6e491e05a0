import {
  type AnyStage,
  type Approved,
  type Plugin,
  type SizedPlan,
  type Stage,
  STAGES,
  type TradePlan,
} from '@tradewarden/core';
import type { RiskGateOptions } from './gate-configuration.ts';
import { riskGate } from './risk-gate.ts';

interface RiskFactory {
  /** For `app.use()`. */
  (options: RiskGateOptions): Plugin;
  /** For composing by hand: the gate. */
  create(options: RiskGateOptions): Stage<TradePlan, Approved<SizedPlan>>;
}

const plugin = (options: RiskGateOptions): Plugin => {
  const gate: AnyStage = riskGate(options);
  return { name: 'risk', version: '0.1.0', register: (registry) => registry.add(STAGES).to(() => gate) };
};

/** The gate as a plugin. Limits are checked at once. */
export const risk: RiskFactory = Object.assign(plugin, { create: riskGate });
