/** Turns of the microtask queue that an answer may take that needed nothing but the processor. */
const turns = 4;

/**
 * Waits for `work` as long as it takes no time at all; says whether it is settled. What is in memory answers at once,
 * and then a deadline, with its timer and signals, would cost more than the answer.
 */
export async function settlesPromptly(work: Promise<unknown>): Promise<boolean> {
  const seen = { settled: false };
  const note = (): void => {
    seen.settled = true;
  };
  work.then(note, note);
  for (let turn = 0; turn < turns && !seen.settled; turn += 1) await Promise.resolve();
  return seen.settled;
}
