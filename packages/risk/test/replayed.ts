import {
  canonicalJson,
  type Decision,
  type Json,
  memoryStore,
  type Store,
  type TradePlan,
  VirtualClock,
} from '@tradewarden/core';
import { replayAudit, type ReplayReport } from '@tradewarden/core/audit';
import { gateOfPolicy } from '../src/gate-of-policy.ts';
import type { Rule } from '../src/rules/rule.ts';

/** Replays the log of the account `main`. */
export const replay = (store: Store, installed: readonly Rule[] = []): Promise<ReplayReport> =>
  replayAudit(store, 'main', { rebuild: ({ config }) => gateOfPolicy(config, installed) });

export interface RecordedDecision {
  readonly type: string;
  readonly data: { readonly decision: Decision & { readonly plan: TradePlan } };
}

/** The log in another store, its values changed on the way; `undefined` leaves one out. */
export async function copiedWith(store: Store, change: (value: RecordedDecision) => unknown): Promise<Store> {
  const copy = memoryStore({ clock: new VirtualClock(1) });
  for (const [index, { value }] of (await store.read('main/audit', { after: 0, limit: 1000 })).entries()) {
    const changed = change(JSON.parse(canonicalJson(value)) as RecordedDecision) as Json | undefined;
    if (changed === undefined) continue;
    const key = `main/copy/${index}`;
    await copy.commit({
      checks: [{ key, version: 0 }],
      puts: [{ key, value: null }],
      appends: [{ log: 'main/audit', value: changed }],
    });
  }
  return copy;
}

/** Puts a value at a place of the decision of one plan; `undefined` takes out what is there. */
export const ofPlan =
  (planId: string, path: readonly string[], value: unknown) =>
  (record: RecordedDecision): unknown => {
    if (record.type !== 'risk.decision' || record.data.decision.plan.planId !== planId) return record;
    let at = record.data.decision as unknown as Record<string, unknown>;
    for (const step of path.slice(0, -1)) at = at[step] as Record<string, unknown>;
    const last = path.at(-1) ?? '';
    if (value !== undefined) at[last] = value;
    else if (Array.isArray(at)) at.splice(Number(last), 1);
    else delete at[last];
    return record;
  };
