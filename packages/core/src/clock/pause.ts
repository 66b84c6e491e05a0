/** A real pause of up to `ms`, whatever clock decides: only for backing off between attempts at the same work. */
export async function pause(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, Math.random() * ms);
  await promise;
}
