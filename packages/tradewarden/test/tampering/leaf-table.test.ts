import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { changeRecord, type Edit, leafOf, rewriteLeaf } from './edits.ts';
import { leaves, log, sealedBench, textAt, write } from './sealed-database.ts';

const { keys, database, edited } = sealedBench();

describe('the leaf table', () => {
  const editBoth: Edit = (opened) => {
    changeRecord(opened, 312);
    rewriteLeaf(opened, 312);
  };

  test('a record and its leaf hash rewritten: the range', async () => {
    const report = await edited(editBoth);
    expect(report).toMatchObject({ kind: 'changed-within-range', range: [301, 400], lastGood: 300 });
    expect(report.firstBad).toBeUndefined();
  });

  test('the same with an older leaf table at hand: the record', async () => {
    const original = new DatabaseSync(database().path, { readOnly: true });
    async function* older() {
      for (let sequence = 1; sequence <= 600; sequence += 1)
        yield { sequence, leaf: leafOf(sequence, textAt(original, log, sequence)) };
    }
    const report = await edited(editBoth, { keys, reference: older() });
    original.close();
    expect(report).toMatchObject({ kind: 'changed-within-range', range: [301, 400], firstBad: 312 });
  });

  test('a record changed, and the leaf hash of an earlier one of its block: never the wrong record', async () => {
    const report = await edited((opened) => {
      changeRecord(opened, 350);
      const block = JSON.parse(textAt(opened, leaves, 5)) as { hashes: string };
      const hashes = Buffer.from(block.hashes, 'base64').fill(7, 0, 32).toString('base64');
      write(opened, leaves, 5, JSON.stringify({ from: 301, hashes }));
    });
    expect(report).toMatchObject({ kind: 'changed-within-range', range: [301, 400] });
  });

  test('the leaf table alone', async () => {
    const report = await edited((opened) => {
      const hashes = Buffer.alloc(3200, 1).toString('base64');
      write(opened, leaves, 5, JSON.stringify({ from: 301, hashes }));
    });
    expect(report).toMatchObject({ kind: 'leaf-table-changed', firstBad: 301 });
  });

  test.each([
    [
      'a block removed',
      (opened: DatabaseSync) => opened.exec(`DELETE FROM log WHERE name = '${leaves}' AND seq = 4`),
      201,
    ],
    ['a block that is no JSON', (opened: DatabaseSync) => write(opened, leaves, 4, '{'), 201],
    [
      'a block behind the last',
      (opened: DatabaseSync) => void opened.prepare('INSERT INTO log VALUES (?, 8, ?)').run(leaves, '{}'),
      601,
    ],
  ])('%s', async (_, edit, firstBad) => {
    expect(await edited(edit)).toMatchObject({ kind: 'leaf-table-changed', firstBad });
  });
});
