import { canonicalJson } from '../../domain/canonical-json.ts';
import type { Json } from '../../domain/json.ts';
import type { TradePlan } from '../../domain/trade-plan.ts';
import { sha256Hex } from '../../hash/sha256.ts';
import { type AnyStage, Pipeline } from '../../pipeline/pipeline.ts';
import { type Policy, policyOf } from '../../policy/policy.ts';
import { policyDifferences } from '../../policy/policy-differences.ts';
import type { ReplayPolicy } from '../../runner/replay-decision.ts';
import type { Store } from '../../store/store.ts';
import { auditLog } from '../audit-record.ts';
import { logEntries, pageOf } from '../log-entries.ts';
import type { NotRecomputed } from './replay-report.ts';

/** Builds a stage from its recorded configuration; a text says why it cannot. */
export type RebuildStage = (recorded: { readonly name: string; readonly config: Json }) => AnyStage | string;

type Gap = Pick<NotRecomputed, 'reason' | 'message'>;

/** The configurations that an audit log holds, each built again once. */
export class RecordedPolicies {
  readonly #policies = new Map<string, Policy>();
  readonly #rebuilt = new Map<string, ReplayPolicy | Gap>();
  readonly #rebuild: RebuildStage;

  private constructor(rebuild: RebuildStage) {
    this.#rebuild = rebuild;
  }

  /** Reads the whole log: a policy may stand after the first decision under it. */
  static async of(
    store: Store,
    account: string,
    { rebuild, signal }: { readonly rebuild: RebuildStage; readonly signal: AbortSignal | undefined },
  ): Promise<RecordedPolicies> {
    const found = new RecordedPolicies(rebuild);
    for await (const { value } of logEntries(store, auditLog(account), { after: 0, page: pageOf.records })) {
      signal?.throwIfAborted();
      const record = value as { readonly type?: string; readonly data?: { readonly policy?: Policy } } | null;
      const policy = record?.type === 'policy.changed' ? record.data?.policy : undefined;
      if (policy !== undefined && hashOf(policy) === policy.configHash)
        found.#policies.set(policy.configHash, policy);
    }
    return found;
  }

  /** What decisions under this configuration are computed again with, or why they cannot be. */
  get(configHash: string): ReplayPolicy | Gap {
    const known = this.#rebuilt.get(configHash);
    if (known !== undefined) return known;
    const policy = this.#policies.get(configHash);
    const rebuilt = policy === undefined ? notInLog(configHash) : rebuiltFrom(policy, this.#rebuild);
    this.#rebuilt.set(configHash, rebuilt);
    return rebuilt;
  }
}

const hashOf = ({ config }: Policy): string => sha256Hex(canonicalJson((config ?? null) as unknown as Json));

const notInLog = (configHash: string): Gap => ({
  reason: 'configuration-not-recorded',
  message: `no record holds the configuration ${configHash}`,
});

function rebuiltFrom(policy: Policy, rebuild: RebuildStage): ReplayPolicy | Gap {
  const { book } = policy.config;
  const reason = 'configuration-not-rebuilt';
  try {
    let pipeline: Pipeline<TradePlan, unknown> = Pipeline.of<TradePlan>();
    for (const recorded of policy.config.stages) {
      const stage = rebuild(recorded);
      if (typeof stage === 'string') return { reason, message: stage };
      pipeline = pipeline.stage(stage as never);
    }
    const here = policyOf(pipeline, book, policy.at);
    if (here.configHash === policy.configHash) return { pipeline, book, configHash: here.configHash };
    return { reason, message: policyDifferences(policy, here).slice(0, 3).join('; ') };
  } catch (error) {
    return { reason, message: error instanceof Error ? error.message : String(error) };
  }
}
