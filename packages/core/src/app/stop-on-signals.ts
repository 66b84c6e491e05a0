/** Stops once on SIGINT or SIGTERM; a second signal exits at once. Returns what takes the handlers away. */
export function stopOnSignals(app: { stop(): Promise<void> }): () => void {
  let signalled = false;
  const handle = (signal: NodeJS.Signals): void => {
    const code = signal === 'SIGINT' ? 130 : 143;
    if (signalled) process.exit(code);
    signalled = true;
    process.exitCode = code;
    app.stop().catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    });
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return () => {
    process.off('SIGINT', handle);
    process.off('SIGTERM', handle);
  };
}
