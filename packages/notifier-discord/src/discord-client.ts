import { REST } from '@discordjs/rest';

/**
 * The REST client without retries of its own: it neither waits for a limit, nor has one of its own, nor repeats what failed. `offset: 0` keeps
 * the waiting times as Discord gave them.
 */
export const discordClient = (options: {
  readonly api: string | undefined;
  readonly timeoutMs: number;
  readonly token: string | undefined;
}): REST => {
  const rest = new REST({
    version: '10',
    retries: 0,
    rejectOnRateLimit: () => true,
    timeout: options.timeoutMs,
    offset: 0,
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    hashSweepInterval: 0,
    handlerSweepInterval: 0,
    ...(options.api === undefined ? {} : { api: options.api }),
  });
  return options.token === undefined ? rest : rest.setToken(options.token);
};
