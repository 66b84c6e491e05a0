import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../test/temporary-directory.ts';
import { workerSettings } from '../test/worker-settings.ts';
import { engineFacts } from './engine-facts.ts';
import { LockWait } from './lock-wait.ts';
import { openDatabase } from './open-database.ts';

const directory = temporaryDirectory();

test('what is described was read back from the engine, and durability follows from it', () => {
  const path = join(directory, 'facts.db');
  const database = openDatabase(workerSettings(path), new LockWait(path, 100));
  const facts = engineFacts(database, path);
  expect(facts).toMatchObject({
    durability: 'host',
    settings: {
      journal_mode: 'wal',
      synchronous: 'full',
      fullfsync: 'on',
      checkpoint_fullfsync: 'on',
      locking_mode: 'normal',
      wal_autocheckpoint: '4000',
    },
  });
  database.exec('PRAGMA synchronous = NORMAL');
  expect(engineFacts(database, path)).toMatchObject({
    durability: 'process',
    settings: { synchronous: 'normal' },
  });
  database.exec('PRAGMA synchronous = EXTRA; PRAGMA fullfsync = OFF');
  expect(engineFacts(database, path)).toMatchObject({
    durability: 'process',
    settings: { synchronous: 'extra', fullfsync: 'off' },
  });
  database.close();
});
