import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { guardedLookup } from './network-guard.ts';

export interface WebhookRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether addresses of private networks may be reached. */
  readonly privateNetwork: boolean;
  readonly signal: AbortSignal;
}

export type WebhookAnswer =
  | { readonly status: number; readonly retryAfter: string | undefined }
  /** No answer. `connected`: the request may have arrived. */
  | { readonly failure: string; readonly connected: boolean };

/** An answer is read to here, so that the line ends well; what it says is not used. */
const mostOfAnswer = 65_536;

/** One POST on a connection of its own, which follows no redirect and tries nothing again. Never throws. */
export async function postWebhook(given: WebhookRequest): Promise<WebhookAnswer> {
  const { url, headers, body, privateNetwork, signal } = given;
  if (signal.aborted) return { failure: 'ABORTED', connected: false };
  const { promise, resolve } = Promise.withResolvers<WebhookAnswer>();
  let connected = false;
  const options = {
    method: 'POST',
    // A kept connection may be closed by the other side just now, and then nobody knows what arrived.
    agent: false,
    signal,
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    ...(privateNetwork ? {} : { lookup: guardedLookup() }),
  } as const;
  const isSecure = url.protocol === 'https:';
  const request: ClientRequest = isSecure ? requestHttps(url, options) : requestHttp(url, options);
  request.once('socket', (socket) => {
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      connected = true;
    });
  });
  request.on('error', (error: NodeJS.ErrnoException) => {
    resolve({ failure: signal.aborted ? 'ABORTED' : (error.code ?? 'UNKNOWN'), connected });
  });
  request.once('response', (response) => {
    const { statusCode = 0, headers: answered } = response;
    resolve({ status: statusCode, retryAfter: answered['retry-after'] });
    drain(response);
  });
  request.end(body);
  return promise;
}

function drain(response: IncomingMessage): void {
  let read = 0;
  response.on('error', () => {});
  response.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read > mostOfAnswer) response.destroy();
  });
}
