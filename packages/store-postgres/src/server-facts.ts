import { type StoreDescription, StoreUnavailableError } from '@tradewarden/core';
import type { Connections } from './connections.ts';
import { askWhetherStandby, assertPrimary } from './primary.ts';

export interface ServerFacts {
  readonly engineVersion: string;
  readonly durability: StoreDescription['durability'];
  readonly settings: Readonly<Record<string, string>>;
}

const oldestVersion = 140_000;
const asked = [
  'server_version',
  'server_version_num',
  'server_encoding',
  'fsync',
  'full_page_writes',
  'synchronous_commit',
  'synchronous_standby_names',
];

/** What the server says about itself. @throws {StoreUnavailableError} it is too old, no primary, or has another encoding. */
export async function readServerFacts(connections: Connections): Promise<ServerFacts> {
  const { location } = connections;
  const columns = asked.map((name) => `current_setting('${name}') AS ${name}`).join(', ');
  const [server, [settings = {}] = []] = await connections.run(
    'read',
    askWhetherStandby,
    `SELECT ${columns}`,
  );
  assertPrimary(server, location);
  const text = (name: string): string => String(settings[name]);
  if (Number(text('server_version_num')) < oldestVersion) {
    throw new StoreUnavailableError(`${location} runs PostgreSQL ${text('server_version')}; use 14 or newer`);
  }
  if (text('server_encoding') !== 'UTF8') {
    throw new StoreUnavailableError(
      `${location} has the encoding ${text('server_encoding')}; create the database with UTF8`,
    );
  }
  return {
    engineVersion: text('server_version'),
    durability: durabilityOf(text),
    settings: Object.fromEntries(
      ['fsync', 'full_page_writes', 'synchronous_commit', 'synchronous_standby_names']
        .map((name) => [name, text(name)] as const)
        .filter(([, value]) => value !== ''),
    ),
  };
}

/**
 * Without one of the three a power cut takes acknowledged commits along, or tears pages. A standby counts when the
 * server waits until it has the commit on its disk; waiting for its memory alone is no more than one host.
 */
function durabilityOf(text: (name: string) => string): StoreDescription['durability'] {
  if (text('fsync') === 'off' || text('full_page_writes') === 'off') return 'process';
  if (text('synchronous_commit') === 'off') return 'process';
  const waits = ['on', 'remote_apply'].includes(text('synchronous_commit'));
  return waits && text('synchronous_standby_names') !== '' ? 'replicated' : 'host';
}
