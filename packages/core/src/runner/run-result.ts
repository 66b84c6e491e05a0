import type { Decision, Verdict } from '../domain/decision.ts';
import type { Direction } from '../domain/trade-plan.ts';
import type { ErrorCode } from '../errors/error-codes.ts';

/** What became of one input. `duplicate` carries the original decision. */
export interface RunResult {
  /** Position among the inputs of `runAll`. */
  readonly index?: number;
  readonly status: 'committed' | 'duplicate' | 'failed' | 'unreadable';
  readonly planId?: string;
  readonly symbol?: string;
  readonly direction?: Direction;
  readonly verdict?: Verdict;
  readonly decision?: Decision;
  readonly error?: { readonly code: ErrorCode; readonly message: string };
}

export interface RunSummary {
  readonly received: number;
  readonly unreadable: number;
  readonly failed: number;
  readonly approved: number;
  readonly resized: number;
  readonly rejected: number;
  readonly duplicate: number;
  /** Blocking codes of the rejected decisions of this run: how many decisions carry each. */
  readonly byCode: Readonly<Record<string, number>>;
}

export function summarise(results: readonly RunResult[]): RunSummary {
  const count = (test: (result: RunResult) => boolean): number => results.filter(test).length;
  const decided = (verdict: Verdict): number =>
    count((result) => result.status === 'committed' && result.verdict === verdict);
  const byCode = new Map<string, number>();
  for (const { status, decision } of results) {
    if (status !== 'committed' || decision?.verdict !== 'rejected') continue;
    for (const code of blockingCodes(decision)) byCode.set(code, (byCode.get(code) ?? 0) + 1);
  }
  return {
    received: results.length,
    unreadable: count(({ status }) => status === 'unreadable'),
    failed: count(({ status }) => status === 'failed'),
    approved: decided('approved'),
    resized: decided('resized'),
    rejected: decided('rejected'),
    duplicate: count(({ status }) => status === 'duplicate'),
    byCode: Object.fromEntries([...byCode].toSorted(([left], [right]) => (left < right ? -1 : 1))),
  };
}

/** The codes for which a decision was rejected, each once, in the order of the rules. */
export function blockingCodes(decision: Decision): readonly string[] {
  const codes = decision.rules
    .filter(
      ({ severity, status, effect }) =>
        severity === 'block' && (status === 'indeterminate' || (status === 'fail' && effect !== 'resize')),
    )
    .flatMap(({ code }) => (code === undefined ? [] : [code]));
  return [...new Set(codes)];
}
