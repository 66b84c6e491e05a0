import { blockingCodes, type Clock, CoreError, type Runner, type RunResult } from '@tradewarden/core';
import type { PlanSource } from './plan-source.ts';
import type { Say } from './serve-voice.ts';
import type { Troubles } from './troubles.ts';

export interface TakePlansOptions {
  readonly source: PlanSource;
  readonly runner: Pick<Runner, 'run'>;
  readonly clock: Clock;
  readonly say: Say;
  readonly troubles: Troubles;
  /** Before each decision, such as to give back what has expired. */
  readonly before: () => Promise<unknown>;
  /** Something was approved. */
  readonly approved: () => void;
}

const againMs = 1000;

/** Decides plans one after the other as they arrive, until there are no more, or it is stopped; a line that is none costs no other. */
export async function takePlans(options: TakePlansOptions, signal: AbortSignal): Promise<void> {
  const { source, say } = options;
  const name = source.name === '-' ? 'standard input' : source.name;
  const close = (): void => source.close();
  let last = 0;
  let reason: string | undefined;
  signal.addEventListener('abort', close, { once: true });
  try {
    for await (const line of source.lines) {
      if ('error' in line) say('unreadable', `line ${line.line}: unreadable: ${line.error}`, line);
      else if (!(await takePlan(options, line, signal))) break;
      last = line.line;
      if (signal.aborted) break;
    }
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error);
  } finally {
    signal.removeEventListener('abort', close);
  }
  if (signal.aborted)
    say('input-left', `plans after line ${last} of ${name} are not decided: send them again`, { last });
  else if (reason === undefined) say('input-ended', `${name} has ended; serving goes on`, { last });
  else say('input-failed', `no plans come in after line ${last} of ${name}: ${reason}`, { last, reason });
}

/**
 * A store that cannot be used makes the plans wait: whoever sends them is held up, and none is lost. `false`: not decided,
 * since it was stopped.
 */
async function takePlan(
  options: TakePlansOptions,
  { line, value }: { readonly line: number; readonly value: unknown },
  signal: AbortSignal,
): Promise<boolean> {
  const { clock, say, troubles, approved } = options;
  for (;;) {
    const decided = await decide(options, value);
    if ('result' in decided) {
      const { result } = decided;
      const { status, planId, verdict, decision, error } = result;
      troubles.worked('plans');
      const decisionId = decision?.decisionId;
      const codes = decision === undefined || verdict !== 'rejected' ? [] : blockingCodes(decision);
      say('plan', sentenceOf(line, result, codes), {
        line,
        status,
        planId,
        verdict,
        decisionId,
        codes,
        error,
      });
      if (status === 'committed' && verdict !== 'rejected') approved();
      return true;
    }
    troubles.failed('plans', decided.failure);
    if (signal.aborted) return false;
    await clock.sleep(againMs, signal).catch(() => {});
  }
}

/** `failure`: of the store, and another try may go well. */
async function decide(
  { runner, before }: TakePlansOptions,
  value: unknown,
): Promise<{ readonly result: RunResult } | { readonly failure: unknown }> {
  try {
    await before();
    const result = await runner.run(value);
    return isPassing(result.error?.code) ? { failure: result.error } : { result };
  } catch (error) {
    if (CoreError.isInstance(error) && isPassing(error.code)) return { failure: error };
    throw error;
  }
}

const isPassing = (code: string | undefined): boolean =>
  code === 'STORE_UNAVAILABLE' || code === 'STORE_UNKNOWN';

function sentenceOf(
  line: number,
  { status, planId = 'without an id', symbol = '', verdict = 'rejected', error }: RunResult,
  codes: readonly string[],
): string {
  const plan = `line ${line}: plan ${planId} ${symbol}`.trimEnd();
  if (error !== undefined) return `${plan}: ${status}: ${error.code} ${error.message}`;
  if (status === 'duplicate') return `${plan} was decided before: ${verdict}`;
  return codes.length === 0 ? `${plan} ${verdict}` : `${plan} ${verdict}: ${codes.join(', ')}`;
}
