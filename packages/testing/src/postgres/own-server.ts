import { randomUUID } from 'node:crypto';
import { chownSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { serverBinaries } from './server-binaries.ts';
import { type ServerCommand, ServerProcess } from './server-process.ts';
import { serverUser } from './server-user.ts';
import type { PostgresOptions, ServerTls } from './start-postgres.ts';
import { TestDatabases } from './test-databases.ts';
import type { TestPostgres } from './test-postgres.ts';

/** Small, on loopback only, and with every sync that a real one makes. */
const usualSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '16MB',
  max_connections: '100',
};

/** A server that was started here. */
export class OwnServer implements TestPostgres {
  readonly isOwn = true;
  readonly host = '127.0.0.1';
  readonly port: number;
  readonly url: string;
  readonly #command: ServerCommand;
  readonly #databases: TestDatabases;
  #process: ServerProcess | undefined;

  private constructor(command: ServerCommand, port: number, url: string, process: ServerProcess) {
    this.port = port;
    this.url = url;
    this.#command = command;
    this.#databases = new TestDatabases(url);
    this.#process = process;
  }

  static async start({ settings = {}, tls }: PostgresOptions): Promise<OwnServer> {
    const user = serverUser();
    const root = mkdtempSync(join(tmpdir(), 'tradewarden-postgres-'));
    try {
      const binaries = await serverBinaries(join(root, 'programs'), user);
      const password = randomUUID();
      writeFileSync(join(root, 'password'), password, { mode: 0o600 });
      const secure = tls === undefined ? {} : tlsSettings(root, tls);
      for (const path of [root, ...readdirSync(root).map((name) => join(root, name))])
        if (user) chownSync(path, user.uid, user.gid);
      for (;;) {
        const port = await freePort();
        const parameters = Object.entries({ ...usualSettings, ...secure, ...settings, port: String(port) });
        const command = { root, ...binaries, user, parameters: parameters.flatMap(asOption) };
        const process = await startUnlessTaken(command);
        const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
        if (process !== undefined) return new OwnServer(command, port, url, process);
      }
    } catch (error) {
      rmSync(root, { recursive: true, force: true });
      throw error;
    }
  }

  async createDatabase(name?: string): Promise<string> {
    return this.#databases.create(name);
  }

  async stop(): Promise<void> {
    await this.#end('INT');
    rmSync(this.#command.root, { recursive: true, force: true });
  }

  async kill(): Promise<void> {
    await this.#end('QUIT');
  }

  async restart(): Promise<void> {
    await this.#end('INT');
    this.#process = await ServerProcess.start(this.#command);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #end(signal: 'INT' | 'QUIT'): Promise<void> {
    const process = this.#process;
    this.#process = undefined;
    await process?.end(signal);
  }
}

/** Files that the server reads only when nobody else can. */
function tlsSettings(root: string, { key, cert }: ServerTls): Readonly<Record<string, string>> {
  const [keyFile, certFile] = [join(root, 'server.key'), join(root, 'server.crt')];
  writeFileSync(keyFile, key, { mode: 0o600 });
  writeFileSync(certFile, cert);
  return { ssl: 'on', ssl_key_file: keyFile, ssl_cert_file: certFile };
}

const asOption = ([name, value]: readonly [string, string]): readonly string[] => ['-c', `${name}=${value}`];

/** Undefined when somebody else took the port between the look and the start. */
async function startUnlessTaken(command: ServerCommand): Promise<ServerProcess | undefined> {
  try {
    return await ServerProcess.start(command);
  } catch (error) {
    if (String(error).includes('Address already in use')) return undefined;
    throw error;
  }
}
