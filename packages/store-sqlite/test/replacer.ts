// Replaces a database, and is killed before the call of the given number, among those that change files.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { DatabaseSync } from 'node:sqlite';
import { replaceDatabase } from '../src/index.ts';

const [path = '', staged = '', kept = '', at = ''] = process.argv.slice(2);
let calls = 0;

function count(owner: object, ...names: readonly string[]): void {
  for (const name of names) {
    const original: unknown = Reflect.get(owner, name);
    if (typeof original !== 'function') throw new Error(`there is no ${name}`);
    Reflect.set(owner, name, function (this: unknown, ...values: unknown[]): unknown {
      calls += 1;
      if (calls === Number(at)) process.kill(process.pid, 'SIGKILL');
      return Reflect.apply(original, this, values) as unknown;
    });
  }
}

count(fs, 'openSync', 'renameSync', 'linkSync', 'copyFileSync', 'rmSync', 'fsyncSync');
count(DatabaseSync.prototype, 'exec', 'close');
syncBuiltinESMExports();
await replaceDatabase({ path, staged, kept });
