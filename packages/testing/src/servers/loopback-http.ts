import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '@tradewarden/core';
import { type Fault, FaultScript } from './fault.ts';

export interface HttpRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, text as it is; absent: no content. */
  readonly body?: unknown;
}

/** One request and what became of it. */
export interface HttpExchange {
  readonly request: HttpRequest;
  /** Absent when the connection ended without one. */
  readonly answer?: HttpAnswer;
  readonly fault: Fault['do'];
}

export interface LoopbackServer {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Every request so far, in order of arrival. */
  readonly transcript: readonly HttpExchange[];
  /** Faults for the next requests, one for each. */
  readonly script: (...faults: readonly Fault[]) => void;
  /** Ends every connection. */
  readonly close: () => Promise<void>;
}

const page = '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';

/** An HTTP server on loopback with scripted faults and a transcript. */
export async function startLoopback(handle: (request: HttpRequest) => HttpAnswer): Promise<LoopbackServer> {
  const faults = new FaultScript();
  const transcript: HttpExchange[] = [];

  async function exchange(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await received(incoming);
    const fault = faults.next();
    const seen = (answer?: HttpAnswer): void => {
      transcript.push({ request, fault: fault.do, ...(answer === undefined ? {} : { answer }) });
    };
    if (fault.do === 'drop' || fault.do === 'drop-answer') {
      if (fault.do === 'drop-answer') handle(request);
      seen();
      incoming.socket.destroy();
      return;
    }
    if (fault.do === 'hang') {
      if (fault.processed === true) handle(request);
      seen();
      return;
    }
    if (fault.do === 'garbage' && fault.processed === true) handle(request);
    if (fault.do === 'delay') await systemClock.sleep(fault.ms);
    const answer = answerTo(fault) ?? handle(request);
    seen(answer);
    send(response, answer);
  }

  const server = createServer((incoming, response) => {
    exchange(incoming, response).catch(() => incoming.socket.destroy());
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    transcript,
    script: (...next) => faults.add(...next),
    close: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

function answerTo(fault: Fault): HttpAnswer | undefined {
  if (fault.do === 'answer') return { status: fault.status, body: fault.body, headers: { ...fault.headers } };
  if (fault.do === 'garbage')
    return { status: fault.status ?? 502, body: page, headers: { 'content-type': 'text/html' } };
  return undefined;
}

async function received(incoming: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: Buffer.concat(chunks),
  };
}

function send(response: ServerResponse, { status, headers = {}, body }: HttpAnswer): void {
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}
