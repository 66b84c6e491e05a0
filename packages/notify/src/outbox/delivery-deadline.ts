/** Ends a call to a provider after `ms` of real time, whatever clock the messages keep. */
export const deliveryDeadline = (ms: number): AbortSignal => AbortSignal.timeout(ms);
