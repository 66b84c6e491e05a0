import type { DatabaseSync } from 'node:sqlite';
import { sealAudit } from '@tradewarden/core/audit';
import { describe, expect, test } from 'vitest';
import { rebuilt } from './edits.ts';
import { checkpoints, sealedBench, signerOf, verifyEdited, write } from './sealed-database.ts';

const { signer, keys, database, edited } = sealedBench();

describe('checkpoints', () => {
  test('one signed again with another key', async () => {
    const stranger = signerOf('keeper');
    const body = database().notes[4]!.slice(0, database().notes[4]!.indexOf('\n\n') + 1);
    const signature = await stranger.sign(Buffer.from(body));
    const id = Buffer.from(stranger.vkey.split('+')[1]!, 'hex');
    const line = `— keeper ${Buffer.concat([id, signature]).toString('base64')}\n`;
    const report = await edited((opened) =>
      write(opened, checkpoints, 5, JSON.stringify(`${body}\n${line}`)),
    );
    expect(report).toMatchObject({
      kind: 'bad-signature',
      range: [301, 400],
      lastGood: 300,
      checkpoint: { index: 5, size: 400 },
    });
  });

  test('a signature taken off', async () => {
    const bare = database().notes[4]!.slice(0, database().notes[4]!.indexOf('\n\n') + 2);
    const report = await edited((opened) => write(opened, checkpoints, 5, JSON.stringify(bare)));
    expect(report).toMatchObject({ kind: 'unsigned', range: [301, 400] });
  });

  test('one of a key that was revoked from then on', async () => {
    const report = await edited(() => {}, { keys: [{ vkey: signer.vkey, toSize: 300 }] });
    expect(report).toMatchObject({ ok: true, signed: false });
  });

  test('all forged over an edited history, without the key', async () => {
    const forged = await rebuilt(
      database().path,
      async (store) => void (await sealAudit(store, 'main', { signers: [signerOf('keeper')] })),
    );
    expect(await verifyEdited(forged, () => {}, { keys })).toMatchObject({
      kind: 'bad-signature',
      range: [1, 600],
    });
    // Nobody can tell without the key or an anchor.
    expect(await verifyEdited(forged, () => {})).toMatchObject({ ok: true });
  });

  test.each([
    [
      'one removed',
      (opened: DatabaseSync) => opened.exec(`DELETE FROM log WHERE name = '${checkpoints}' AND seq = 4`),
      201,
    ],
    ['one that is no note', (opened: DatabaseSync) => write(opened, checkpoints, 4, '"x"'), 201],
    [
      'one behind the last',
      (opened: DatabaseSync) =>
        void opened.prepare('INSERT INTO log VALUES (?, 8, ?)').run(checkpoints, '"x"'),
      601,
    ],
  ])('%s', async (_, edit, firstBad) => {
    expect(await edited(edit)).toMatchObject({ kind: 'checkpoint-changed', firstBad });
  });

  test('what sealing goes on from', async () => {
    const report = await edited((opened) =>
      opened.exec(`UPDATE kv SET v = replace(v, '"size":600', '"size":599') WHERE k = 'main/seal/audit'`),
    );
    expect(report).toMatchObject({ kind: 'seal-state-changed', firstBad: 601 });
  });
});
