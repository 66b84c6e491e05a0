/** Recorded in every decision; raised when the same plan and state could give another document. */
export const engineVersion = '2';
