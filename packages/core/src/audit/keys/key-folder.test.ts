import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeRecords } from '../../../test/audited.ts';
import { memoryStore } from '../../store/memory-store.ts';
import { sealAudit } from '../seal-audit.ts';
import { verifyAudit } from '../verify/verify-audit.ts';
import { KeyFolder } from './key-folder.ts';
import { auditKeys, rotateAuditKey } from './rotate-audit-key.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tradewarden-keys-'));
});
afterEach(() => rmSync(directory, { recursive: true }));
const folder = (name = 'log'): KeyFolder => new KeyFolder(join(directory, 'keys'), name);

test('nothing is made before it is asked for; a made key is 0600 and found again', async () => {
  expect(await folder().signers()).toEqual([]);
  expect(await folder().trusted()).toEqual([]);
  const signer = await folder().create();
  const file = `${signer.vkey.split('+')[1]}.pem`;
  expect(statSync(join(directory, 'keys', file)).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(directory, 'keys', file), 'utf8')).toContain('BEGIN PRIVATE KEY');
  expect((await folder().signers()).map(({ vkey }) => vkey)).toEqual([signer.vkey]);
  // The same file under another name of a log is another key, and not this one.
  expect(await folder('other').signers()).toEqual([]);
});

test.skipIf(process.platform === 'win32')(
  'a key is on the disk under its name before it is used',
  async () => {
    const opened: string[] = [];
    const original = promises.open;
    const change = (open: unknown): void => {
      Reflect.set(promises, 'open', open);
      syncBuiltinESMExports();
    };
    change(async (...values: Parameters<typeof original>) => {
      const handle = await original(...values);
      const sync = handle.sync.bind(handle);
      handle.sync = async () => {
        await sync();
        opened.push(String(values[0]));
      };
      return handle;
    });
    const signer = await folder()
      .create()
      .finally(() => change(original));
    const keys = join(directory, 'keys');
    expect(opened).toEqual([directory, expect.stringContaining(`${signer.vkey.split('+')[1]}.pem`), keys]);
  },
);

test('a key that others can read is refused, and so is a list that is damaged', async () => {
  const signer = await folder().create();
  const file = join(directory, 'keys', `${signer.vkey.split('+')[1]}.pem`);
  chmodSync(file, 0o640);
  await expect(folder().signers()).rejects.toThrow('readable by others');
  writeFileSync(join(directory, 'keys', 'keys.json'), '{');
  await expect(folder().trusted()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});

test('what the log says of its keys is believed only of keys that are here', async () => {
  const [store, keys] = [memoryStore(), folder()];
  await keys.create();
  await writeRecords(store, 3);
  await sealAudit(store, 'main', { signers: await keys.signers() });
  const [first] = await keys.remember(await auditKeys(store, 'main'));
  expect(await keys.trusted()).toEqual([first]);
  const stranger = { vkey: 'x+00000000+AAAA', fromSize: 1 };
  // Neither a key from elsewhere nor an end that no key of ours follows.
  expect(await keys.remember([{ ...first!, toSize: 1 }, stranger])).toEqual([first]);
  const second = await keys.create();
  const rotated = await rotateAuditKey(store, 'main', second.vkey);
  expect(await keys.remember(rotated)).toEqual(rotated);
  await sealAudit(store, 'main', { signers: await keys.signers() });
  expect(await verifyAudit(store, 'main', { keys: await keys.trusted() })).toMatchObject({
    ok: true,
    signed: true,
  });
});
