import { TestDatabases } from './test-databases.ts';
import type { TestPostgres } from './test-postgres.ts';

/** A server that somebody else runs; only the databases made here are ours. */
export class GivenServer implements TestPostgres {
  readonly isOwn = false;
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly #databases: TestDatabases;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.url = url;
    this.host = hostname;
    this.port = Number(port || '5432');
    this.#databases = new TestDatabases(url);
  }

  async createDatabase(name?: string): Promise<string> {
    return this.#databases.create(name);
  }

  async stop(): Promise<void> {
    await this.#databases.dropAll();
  }

  async kill(): Promise<void> {
    throw new Error('the server of TRADEWARDEN_TEST_POSTGRES is not ours to kill; use { own: true }');
  }

  async restart(): Promise<void> {
    throw new Error('the server of TRADEWARDEN_TEST_POSTGRES is not ours to restart; use { own: true }');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
