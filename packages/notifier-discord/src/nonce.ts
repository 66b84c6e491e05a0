import { sha256Hex } from '@tradewarden/core';

/** At most 25 characters, the same for every attempt at one delivery. */
export const nonceOf = (deliveryId: string): string => sha256Hex(deliveryId).slice(0, 25);
