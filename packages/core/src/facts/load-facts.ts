import type { Clock } from '../clock/clock.ts';
import { settlesPromptly } from '../clock/prompt.ts';
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
  const stopped = (): void => late.abort(signal.reason);
  if (signal.aborted) stopped();
  else signal.addEventListener('abort', stopped, { once: true });
  const answer = (async (): Promise<Fact> => definition.load({ plan, now, signal: late.signal }))().catch(
    (error: unknown): Fact => ({
      status: 'unknown',
      reason: error instanceof Error ? error.message : String(error),
    }),
  );
  try {
    return (await settlesPromptly(answer))
      ? await answer
      : await inTime(answer, definition, { clock, signal, late });
  } finally {
    signal.removeEventListener('abort', stopped);
  }
}

interface Waiting extends Pick<LoadRequest, 'clock' | 'signal'> {
  readonly late: AbortController;
}

/** The answer, or that there was none within the deadline. */
async function inTime(
  answer: Promise<Fact>,
  { deadlineMs }: FactDefinition,
  { clock, signal, late }: Waiting,
): Promise<Fact> {
  const settled = new AbortController();
  const timeout = clock.sleep(deadlineMs, AbortSignal.any([signal, settled.signal])).then(
    (): Fact => {
      late.abort(new Error('past its deadline'));
      return { status: 'unknown', reason: `no answer within ${deadlineMs} ms`, code: 'FACT_TIMEOUT' };
    },
    (): Fact => ({ status: 'unknown', reason: 'stopped' }),
  );
  return Promise.race([answer, timeout]).finally(() => settled.abort(new Error('settled')));
}
