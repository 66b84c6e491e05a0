import { Api } from 'grammy';

/** Something else than the Bot API answered: a proxy, a login page. */
export class UnreadableAnswerError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`not an answer of the Bot API, HTTP status ${status}`);
    this.status = status;
  }
}

export interface TelegramClientOptions {
  readonly token: string;
  readonly apiRoot: string | undefined;
  readonly timeoutMs: number;
}

/**
 * grammY without its own retries and its default limit of 500 seconds. It uses the fetch of Node: the errors of the
 * other one hold the address with the token.
 */
export const telegramClient = ({ token, apiRoot, timeoutMs }: TelegramClientOptions): Api =>
  new Api(token, {
    fetch: checkedFetch,
    baseFetchConfig: {},
    timeoutSeconds: Math.max(1, Math.ceil(timeoutMs / 1000)),
    sensitiveLogs: false,
    ...(apiRoot === undefined ? {} : { apiRoot }),
  });

/** grammY reads any answer as JSON and forgets the status when it is none. */
async function checkedFetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, { ...init, signal: nativeSignal(init.signal) });
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('json')) return response;
  await response.body?.cancel();
  throw new UnreadableAnswerError(response.status);
}

/** grammY brings an AbortController of its own, whose signals the fetch of Node refuses. */
function nativeSignal(foreign: RequestInit['signal']): AbortSignal | null {
  if (foreign === undefined || foreign === null) return null;
  const controller = new AbortController();
  if (foreign.aborted) controller.abort();
  else foreign.addEventListener('abort', () => controller.abort(), { once: true });
  return controller.signal;
}
