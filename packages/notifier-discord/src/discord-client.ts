import { DefaultRestOptions, REST, type RESTOptions } from '@discordjs/rest';
import { ClosedDoorError } from './from-discord-error.ts';

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
    makeRequest,
    ...(options.api === undefined ? {} : { api: options.api }),
  });
  return options.token === undefined ? rest : rest.setToken(options.token);
};

/** The client takes any 429 for a limit of Discord, and one without a waiting time for none at all. */
const makeRequest: RESTOptions['makeRequest'] = async (url, init) => {
  const answer = await DefaultRestOptions.makeRequest(url, init);
  const isPage = !(answer.headers.get('content-type') ?? '').includes('json');
  if (!isPage || (answer.status !== 403 && answer.status !== 429)) return answer;
  await answer.text();
  throw new ClosedDoorError(answer.status);
};
