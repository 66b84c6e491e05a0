import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Client } from 'pg';

/** A message of the protocol: one byte of type, four of length with themselves, the rest. */
const message = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};

const readyForQuery = message('Z', Buffer.from('I'));
const authenticated = message('R', Buffer.alloc(4));

/** Cuts a stream of bytes into messages. */
class Messages {
  #rest = Buffer.alloc(0);

  push(chunk: Buffer, headless: () => boolean, take: (type: string, whole: Buffer) => void): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const lengthAt = headless() ? 0 : 1;
      if (this.#rest.length < lengthAt + 4) return;
      const end = lengthAt + this.#rest.readInt32BE(lengthAt);
      if (this.#rest.length < end) return;
      const whole = this.#rest.subarray(0, end);
      this.#rest = this.#rest.subarray(end);
      take(lengthAt === 0 ? 'startup' : String.fromCharCode(whole[0] ?? 0), whole);
    }
  }
}

/**
 * A pooler that is as hard on its clients as the transaction mode allows: every query of theirs goes to the next
 * connection of the server. It takes simple queries only, and refuses what a session would remember.
 */
export class TransactionPooler {
  readonly queries: string[] = [];
  readonly #backends: readonly Client[];
  readonly #server: Server;
  readonly #free: Client[];
  readonly #waiting: (() => void)[] = [];
  readonly #clients = new Set<Socket>();

  private constructor(backends: readonly Client[]) {
    this.#backends = backends;
    this.#free = [...backends];
    this.#server = createServer({ noDelay: true }, (socket) => this.#serve(socket)).listen(0, '127.0.0.1');
  }

  static async start(url: string, size: number): Promise<TransactionPooler> {
    const backends = Array.from({ length: size }, () => new Client({ connectionString: url }));
    for (const backend of backends) backend.on('error', () => {});
    await Promise.all(backends.map(async (backend) => backend.connect()));
    const pooler = new TransactionPooler(backends);
    await once(pooler.#server, 'listening');
    return pooler;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#clients) socket.destroy();
    this.#server.close();
    for (const backend of this.#backends) socketOf(backend).destroy();
  }

  #serve(socket: Socket): void {
    this.#clients.add(socket);
    socket.on('error', () => {}).on('close', () => this.#clients.delete(socket));
    const messages = new Messages();
    let started = false;
    let last = Promise.resolve();
    socket.on('data', (chunk: Buffer) => {
      messages.push(
        chunk,
        () => !started,
        (type, whole) => {
          if (type === 'startup') {
            started = true;
            socket.write(Buffer.concat([authenticated, readyForQuery]));
          } else if (type === 'Q') {
            last = last.then(async () => this.#forward(whole, socket));
          } else if (type !== 'X') {
            socket.destroy(new Error(`message ${type} needs a session`));
          }
        },
      );
    });
  }

  async #forward(query: Buffer, socket: Socket): Promise<void> {
    this.queries.push(query.subarray(5, -1).toString());
    while (this.#free.length === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const backend = this.#free.shift();
    if (backend === undefined) throw new Error('a backend was free');
    await exchange(socketOf(backend), query, (answer) => socket.write(answer));
    this.#free.push(backend);
    this.#waiting.shift()?.();
  }
}

/** The bare connection below the client, which only made and authenticated it. */
function socketOf(backend: Client): Socket {
  const { stream } = (backend as unknown as { connection: { stream: Socket } }).connection;
  return stream;
}

/** Sends one query and passes on what comes back, until the server is ready for the next. */
async function exchange(backend: Socket, query: Buffer, pass: (answer: Buffer) => void): Promise<void> {
  backend.removeAllListeners('data');
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const messages = new Messages();
  backend.on('data', (chunk: Buffer) => {
    messages.push(
      chunk,
      () => false,
      (type, whole) => {
        pass(Buffer.from(whole));
        if (type !== 'Z') return;
        if (whole[5] === 'I'.charCodeAt(0)) resolve();
        else reject(new Error('a query left a transaction open'));
      },
    );
  });
  backend.write(query);
  await promise;
}
