import { type ConnectionOptions, connectionTarget } from './connection-target.ts';
import { Connections } from './connections.ts';
import { findSchema } from './migrations.ts';
import { callLimits } from './postgres-driver.ts';

/**
 * Whether the database holds a store; makes none.
 * @throws {StoreUnavailableError} the server cannot be reached. @throws {StoreSchemaError} it is that of a newer program.
 */
export async function postgresStoreExists(options: ConnectionOptions): Promise<boolean> {
  const { schema, ...target } = connectionTarget(options);
  const connections = new Connections({ schema, ...target }, callLimits({}));
  try {
    return (await findSchema(connections, schema)) > 0;
  } finally {
    await connections.close();
  }
}
