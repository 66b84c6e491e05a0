import { auditAppend } from '../audit/audit-record.ts';
import type { Json } from '../domain/json.ts';
import { PolicyError } from '../errors/configured-otherwise.ts';
import type { Append, Entry, Put } from '../store/store.ts';
import { type Policy, policyKey, readPolicy } from './policy.ts';
import { policyDifferences } from './policy-differences.ts';

/** What a commit writes to register a policy; nothing when it is in force already. */
export interface PolicyParts {
  readonly puts: readonly Put[];
  readonly appends: readonly Append[];
}

/**
 * Keeps decisions under the registered policy. The first decision registers it; a process that is configured
 * otherwise is refused, unless it may adopt its own, once: of two processes that adopt in turn the later one stands.
 */
export class PolicyGuard {
  readonly #policy: Policy;
  #mayAdopt: boolean;

  constructor(policy: Policy, mayAdopt: boolean) {
    this.#policy = policy;
    this.#mayAdopt = mayAdopt;
  }

  get configHash(): string {
    return this.#policy.configHash;
  }

  /** Why nothing may be decided here; `undefined` when it may. */
  refusal(entry: Entry | null | undefined): PolicyError | undefined {
    const registered = readPolicy(entry);
    if (registered === undefined || this.#mayAdopt) return undefined;
    if (registered.configHash === this.#policy.configHash) return undefined;
    return new PolicyError(refusalText(registered, this.#policy));
  }

  /** For the commit of a decision; its checks include the version of `entry`. */
  parts(entry: Entry | null | undefined, at: number, corr: string): PolicyParts {
    const registered = readPolicy(entry);
    if (registered?.configHash === this.#policy.configHash) {
      this.#mayAdopt = false;
      return { puts: [], appends: [] };
    }
    const { book } = this.#policy.config;
    const policy: Policy = { ...this.#policy, at };
    const from = registered === undefined ? {} : { from: registered.configHash };
    return {
      puts: [{ key: policyKey(book), value: policy as unknown as Json }],
      appends: [
        auditAppend(book.account, {
          type: 'policy.changed',
          at,
          actor: { kind: 'process', id: 'runner' },
          subject: { account: book.account },
          corr,
          data: { ...from, policy } as unknown as Json,
        }),
      ],
    };
  }
}

const shown = 5;

function refusalText(registered: Policy, here: Policy): string {
  const { account, mode } = here.config.book;
  const differences = policyDifferences(registered, here);
  const more = differences.length > shown ? `; and ${differences.length - shown} more` : '';
  const listed = `${differences.slice(0, shown).join('; ')}${more}`;
  const since = new Date(registered.at).toISOString();
  return `${account} decides in ${mode} under another configuration since ${since} (${listed}); adopt this one on purpose, or use the registered one`;
}
