import { DatabaseSync } from 'node:sqlite';
import { LockWait } from '../src/lock-wait.ts';
import { openDatabase } from '../src/open-database.ts';
import { workerSettings } from './worker-settings.ts';

/**
 * Opens a new file and is killed by itself before or after a statement that begins like this, such as
 * `dying-migration.ts <path> before COMMIT`. Says `done` when there is none.
 */
const [path = '', when = '', beginning = ''] = process.argv.slice(2);
const reach = (moment: string, sql: string): void => {
  if (moment === when && sql.startsWith(beginning)) process.kill(process.pid, 'SIGKILL');
};
const exec = Reflect.get<DatabaseSync, 'exec'>(DatabaseSync.prototype, 'exec');
DatabaseSync.prototype.exec = function dying(sql: string): void {
  reach('before', sql);
  exec.call(this, sql);
  reach('after', sql);
};
openDatabase(workerSettings(path), new LockWait(path, 1000)).close();
process.stdout.write('done\n');
