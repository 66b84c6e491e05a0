import { StoreUnavailableError } from '@tradewarden/core';
import type { ClientConfig } from 'pg';
import { tlsFor, type TlsOptions } from './tls.ts';

export interface ConnectionOptions extends TlsOptions {
  /** `postgres://user:password@host:5432/database`; may have `sslmode`, `sslrootcert` and `schema`. Fields beside it win. */
  readonly url?: string;
  /** A name, an address, or the directory of a Unix socket. */
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  readonly user?: string;
  readonly password?: string;
  /** The namespace inside the database that holds the tables; default `tradewarden`. One store each. */
  readonly schema?: string;
}

export interface ConnectionTarget {
  readonly config: ClientConfig;
  readonly schema: string;
  /** For people; without user and password. */
  readonly location: string;
}

/** Lower case, so that it reads the same quoted or not; short enough for names made from it. */
const schemaName = /^(?!pg_)[a-z_][a-z0-9_]{0,39}$/;
const knownParameters = ['sslmode', 'sslrootcert', 'schema', 'host'];

/** @throws {StoreUnavailableError} the options contradict themselves or would give the password to anybody. */
export function connectionTarget(options: ConnectionOptions): ConnectionTarget {
  const given = { ...fromUrl(options.url), ...withoutUndefined(options) };
  const { host = 'localhost', port = 5432, database, user, password, schema = 'tradewarden' } = given;
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}/${database ?? ''}`;
  if (!schemaName.test(schema)) {
    throw new StoreUnavailableError(
      `schema ${schema}: use a lower-case name of letters, digits and _, at most 40 long, not starting with pg_`,
    );
  }
  const config: ClientConfig = {
    host,
    port,
    ...withoutUndefined({ database, user, password }),
    ssl: tlsFor(host, given, place),
    application_name: 'tradewarden',
    keepAlive: true,
  };
  return { config, schema, location: schema === 'tradewarden' ? place : `${place} schema ${schema}` };
}

/** Where a database is, for people: host, port, name and namespace, without user and password. @throws {StoreUnavailableError} */
export const postgresLocation = (options: ConnectionOptions): string => connectionTarget(options).location;

function fromUrl(text: string | undefined): Omit<ConnectionOptions, 'url'> {
  if (text === undefined) return {};
  const url = URL.parse(text);
  if (url === null || !['postgres:', 'postgresql:'].includes(url.protocol)) {
    throw new StoreUnavailableError('the url is none; write postgres://user:password@host:5432/database');
  }
  // What follows such a character is read as something else, and would be shown in messages.
  if (url.hash !== '' || `${url.pathname}${url.search}`.includes('@')) {
    throw new StoreUnavailableError(
      'the url has a /, ?, # or @ at the wrong place; in a password write %2F, %3F, %23 and %40',
    );
  }
  const parameters = Object.fromEntries(url.searchParams);
  const unknown = Object.keys(parameters).filter((name) => !knownParameters.includes(name));
  if (unknown.length > 0) {
    throw new StoreUnavailableError(
      `the url has ${unknown.join(', ')}, which means nothing here; known are ${knownParameters.join(', ')}`,
    );
  }
  return withoutUndefined({
    host: parameters['host'] ?? unescaped(url.hostname)?.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? undefined : Number(url.port),
    database: unescaped(url.pathname.slice(1)),
    user: unescaped(url.username),
    password: unescaped(url.password),
    schema: parameters['schema'],
    tls: parameters['sslmode'],
    caFile: parameters['sslrootcert'],
  });
}

function unescaped(text: string): string | undefined {
  if (text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    throw new StoreUnavailableError('the url has a % that starts no escape; in a password write %25');
  }
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const withoutUndefined = <T extends object>(whole: T): Defined<T> =>
  Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined)) as Defined<T>;
