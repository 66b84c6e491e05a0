import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import type { ServerUser } from './server-user.ts';

/**
 * A shell between us and the server. It waits on its input for the signal to end the server with; when the input
 * closes because our process died, however it died, it ends the server and removes all its files.
 */
const keeper = `
root=$1 initdb=$2 postgres=$3; shift 3
[ -e "$root/data/PG_VERSION" ] || "$initdb" -D "$root/data" --pwfile="$root/password" \\
  --username=postgres --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync --no-instructions >&2 || exit 1
"$postgres" -D "$root/data" "$@" </dev/null >&2 & server=$!
exec 2>/dev/null
read -r signal || signal=
kill -"\${signal:-QUIT}" "$server"
wait "$server"
[ -n "$signal" ] || rm -rf "$root"
`;

export interface ServerCommand {
  /** Holds the data, and the password before they are made. */
  readonly root: string;
  readonly initdb: string;
  readonly postgres: string;
  readonly parameters: readonly string[];
  readonly user: ServerUser | undefined;
}

/** One run of the server, from ready to ended. */
export class ServerProcess {
  readonly #keeper: ChildProcessByStdio<Writable, null, Readable>;
  readonly #exit: Promise<unknown>;
  #log = '';

  private constructor({ root, initdb, postgres, parameters, user }: ServerCommand) {
    this.#keeper = spawn('/bin/sh', ['-c', keeper, 'keeper', root, initdb, postgres, ...parameters], {
      // In a session of its own: Ctrl-C is for the tests, and must not reach the keeper before they end.
      detached: true,
      cwd: root,
      env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['pipe', 'ignore', 'pipe'],
      ...user,
    });
    this.#exit = once(this.#keeper, 'exit');
  }

  /** @throws {Error} with what the server said, when it ended instead of getting ready. */
  static async start(command: ServerCommand): Promise<ServerProcess> {
    const server = new ServerProcess(command);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const { stderr } = server.#keeper;
    stderr.on('data', (chunk: Buffer) => {
      server.#log = (server.#log + chunk.toString()).slice(-20_000);
      if (server.#log.includes('database system is ready to accept connections')) resolve();
    });
    stderr.once('close', () => reject(new Error(`PostgreSQL did not start:\n${server.#log}`)));
    try {
      await promise;
    } catch (error) {
      await server.end('QUIT');
      throw error;
    }
    server.#letGo();
    return server;
  }

  /** INT ends in order, QUIT at once. */
  async end(signal: 'INT' | 'QUIT'): Promise<void> {
    this.#keeper.ref();
    this.#keeper.stdin.on('error', () => {});
    this.#keeper.stdin.end(`${signal}\n`);
    await this.#exit;
  }

  /** A server that nobody stops must not keep the process alive. */
  #letGo(): void {
    this.#keeper.unref();
    for (const stream of [this.#keeper.stdin, this.#keeper.stderr]) {
      if (stream instanceof Socket) stream.unref();
    }
  }
}
