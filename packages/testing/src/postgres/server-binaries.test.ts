import { chmodSync, cpSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { packageFolder, serverBinaries } from './server-binaries.ts';
import { serverUser } from './server-user.ts';

const directory = mkdtempSync(join(tmpdir(), 'tradewarden-programs-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** A copy of the programs as a fresh installation leaves them, where only its owner may go. */
function hiddenCopy(): string {
  const copy = join(directory, 'hidden', 'package');
  cpSync(packageFolder(), copy, { recursive: true, filter: (path) => !path.endsWith('/libpq.so.5') });
  chmodSync(join(directory, 'hidden'), 0o700);
  chmodSync(directory, 0o755);
  return copy;
}

describe('serverBinaries', () => {
  test('are used where they are, with the links that they need', async () => {
    const folder = packageFolder();
    expect(await serverBinaries(join(directory, 'spare'), serverUser())).toEqual({
      initdb: join(folder, 'native/bin/initdb'),
      postgres: join(folder, 'native/bin/postgres'),
    });
    expect(readlinkSync(join(folder, 'native/lib/libpq.so.5'))).toMatch(/^libpq\.so\.5\.\d+$/);
  });

  test.runIf(process.getuid?.() === 0)('are copied when their user may not reach them', async () => {
    const spare = join(directory, 'spare');
    const { postgres } = await serverBinaries(spare, serverUser(), hiddenCopy());
    expect(postgres).toBe(join(spare, 'native/bin/postgres'));
  });
});

describe('serverUser', () => {
  const root = 'root:x:0:0:root:/root:/bin/sh';
  const nobody = 'nobody:x:65534:65533:nobody:/:/bin/false';

  test('is another user when we are root', () => {
    expect(serverUser(true, `${root}\n${nobody}\npostgres:x:101:104::/:/bin/sh\n`)).toEqual({
      uid: 101,
      gid: 104,
    });
    expect(serverUser(true, `${root}\n${nobody}\n`)).toEqual({ uid: 65534, gid: 65533 });
    expect(() => serverUser(true, root)).toThrow(/no user postgres or nobody/);
  });

  test('is ourselves otherwise', () => {
    expect(serverUser(false, `${root}\n${nobody}\n`)).toBeUndefined();
  });
});
