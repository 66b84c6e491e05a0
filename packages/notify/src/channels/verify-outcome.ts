import type { DeliveryOutcome } from '@tradewarden/core';

/** What a look at a channel came to: nothing was delivered, so whoever got no answer may simply look again. */
export const verifyOutcome = (outcome: DeliveryOutcome): DeliveryOutcome =>
  outcome.status === 'uncertain' ? { status: 'transient', reason: outcome.reason } : outcome;
