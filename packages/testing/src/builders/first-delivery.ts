import type { DeliverOptions } from '@tradewarden/core';

/** What the dispatcher gives with a part on the first try. */
export const firstDelivery = (
  deliveryId = 'd1',
  signal: DeliverOptions['signal'] = new AbortController().signal,
): DeliverOptions => ({ signal, deliveryId, attempt: 1 });
