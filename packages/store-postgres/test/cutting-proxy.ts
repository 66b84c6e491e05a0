import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * Where a commit is cut: before its bytes reach the server, in the midst of them, right after them, or when the
 * answer is there. `silent` keeps the answer and leaves the connection open.
 */
export type Cut = 'before' | 'halfway' | 'after' | 'answered' | 'silent';

/** Stands between the store and its server, and cuts connections in the midst of commits. */
export class CuttingProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #cuts: Cut[] = [];

  private constructor(port: number) {
    this.#server = createServer((near) => this.#join(near, connect(port, '127.0.0.1')));
  }

  /** In front of the server at `port`. */
  static async start(port: number): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(port);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Of the next commits, one each. */
  cutNext(...cuts: readonly Cut[]): void {
    this.#cuts.push(...cuts);
  }

  /** How many commits are still to be cut. */
  get left(): number {
    return this.#cuts.length;
  }

  forget(): void {
    this.#cuts.length = 0;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(near: Socket, far: Socket): void {
    const both = [near, far];
    const end = (): void => {
      for (const socket of both) socket.destroy();
    };
    for (const socket of both) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#sockets.delete(socket);
        end();
      });
    }
    let cut: Cut | undefined;
    near.on('data', (bytes) => {
      if (bytes.includes('.apply_batch(')) cut ??= this.#cuts.shift();
      if (cut === 'before') end();
      else if (cut === 'halfway') far.write(bytes.subarray(0, Math.floor(bytes.length / 2)), end);
      else if (cut === 'after') far.write(bytes, end);
      else far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (cut === 'answered') end();
      else if (cut !== 'silent') near.write(bytes);
    });
  }
}
