import { type Clock, withinLimit } from '@tradewarden/core';

/** Our own limit of one call, in milliseconds; longer than an exchange itself waits for its matching engine. */
const callMs = 12_000;

/** One call with its own limit; what it throws, or answers later, is `failed`. */
export async function limitedCall<Answer>(
  clock: Clock,
  call: (signal: AbortSignal) => Promise<Answer>,
  failed: (reason: string) => Answer,
): Promise<Answer> {
  const limit = new AbortController();
  const late = (): Error => {
    const error = new Error(`no answer within ${callMs} ms`);
    limit.abort(error);
    return error;
  };
  try {
    return await withinLimit(call(limit.signal), { clock, ms: callMs }, late);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}
