import { StoreUnavailableError } from '@tradewarden/core';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { ClientConfig } from 'pg';

export interface TlsOptions {
  /**
   * `verify-full` (default for other hosts): encrypted, and the certificate must be signed by a known authority for
   * this host. `disable` (default for this host): in the clear; for networks that nobody else is on. `require` and
   * `verify-ca`, as providers write them, are taken as `verify-full`.
   */
  readonly tls?: string;
  /** Certificates of authorities, as PEM, or the file that holds them; default: those that Node knows. */
  readonly ca?: string;
  readonly caFile?: string;
}

const verified = new Set(['verify-full', 'verify-ca', 'require']);

/** Whether nobody else can listen on the way to this host. */
const isLoopback = (host: string): boolean =>
  host === 'localhost' ||
  host === '::1' ||
  host.startsWith('/') ||
  (isIP(host) === 4 && host.startsWith('127.'));

/** What `pg` is to be told. @throws {StoreUnavailableError} an unknown word, or a file that cannot be read. */
export function tlsFor(host: string, { tls, ca, caFile }: TlsOptions, place: string): ClientConfig['ssl'] {
  const mode = tls ?? (isLoopback(host) ? 'disable' : 'verify-full');
  if (mode === 'disable') return false;
  if (!verified.has(mode)) {
    throw new StoreUnavailableError(
      `${place}: sslmode ${mode} does not keep others out; use verify-full, or disable on a network of your own`,
    );
  }
  const authorities = ca ?? (caFile === undefined ? undefined : readAuthorities(caFile, place));
  return {
    rejectUnauthorized: true,
    // Of an address, which is no server name, the certificate would be compared with `localhost`.
    ...(isIP(host) === 0 ? {} : { host }),
    ...(authorities === undefined ? {} : { ca: authorities }),
  };
}

function readAuthorities(path: string, place: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreUnavailableError(`${place}: the certificates in ${path} cannot be read: ${reason}`, error);
  }
}
