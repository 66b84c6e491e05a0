/** Waits for up to `ms`: between attempts at the same work, so that two who disturb each other fall out of step. */
export type Pause = (ms: number) => Promise<void>;

/** A real pause, whatever clock decides: recorded input moves its clock by itself, and would wait for ever. */
export const systemPause: Pause = async (ms) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, Math.random() * ms);
  await promise;
};
