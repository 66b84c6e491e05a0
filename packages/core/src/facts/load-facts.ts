import type { Clock } from '../clock/clock.ts';
import type { TradePlan } from '../domain/trade-plan.ts';
import type { Fact, FactDefinition } from './fact.ts';

interface LoadRequest {
  readonly plan: TradePlan;
  readonly now: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Fetches all facts at once, each with its own deadline; what fails or is late is unknown, with the reason. Never throws. */
export async function loadFacts(
  definitions: readonly FactDefinition[],
  request: LoadRequest,
): Promise<ReadonlyMap<string, Fact>> {
  const loaded = await Promise.all(
    definitions.map(async (definition) => [definition.key, await loadFact(definition, request)] as const),
  );
  return new Map(loaded);
}

async function loadFact(
  definition: FactDefinition,
  { plan, now, clock, signal }: LoadRequest,
): Promise<Fact> {
  const late = new AbortController();
  const settled = new AbortController();
  const both = AbortSignal.any([signal, late.signal]);
  const timeout = clock.sleep(definition.deadlineMs, AbortSignal.any([signal, settled.signal])).then(
    (): Fact => {
      late.abort(new Error('past its deadline'));
      return {
        status: 'unknown',
        reason: `no answer within ${definition.deadlineMs} ms`,
        code: 'FACT_TIMEOUT',
      };
    },
    (): Promise<Fact> => Promise.resolve({ status: 'unknown', reason: 'stopped' }),
  );
  const answer = (async (): Promise<Fact> => definition.load({ plan, now, signal: both }))().catch(
    (error: unknown): Fact => ({
      status: 'unknown',
      reason: error instanceof Error ? error.message : String(error),
    }),
  );
  return Promise.race([answer, timeout]).finally(() => settled.abort(new Error('settled')));
}
