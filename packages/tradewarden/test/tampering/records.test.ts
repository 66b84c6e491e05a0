import { describe, expect, test } from 'vitest';
import { changeRecord, remove, renumber, setHead } from './edits.ts';
import { log, sealedBench, textAt, write } from './sealed-database.ts';

const { keys, database, edited } = sealedBench();

test('untouched: ok, signed, anchored', async () => {
  const report = await edited(() => {}, { keys, anchors: database().notes });
  expect(report).toMatchObject({
    ok: true,
    checked: 600,
    checkpoints: 7,
    signed: true,
    anchors: 7,
    unsealed: 0,
  });
});

describe('records', () => {
  test('a byte changed', async () => {
    const report = await edited((opened) => changeRecord(opened, 312));
    expect(report).toMatchObject({
      ok: false,
      kind: 'record-changed',
      firstBad: 312,
      range: [301, 400],
      lastGood: 311,
      checkpoint: { index: 5, size: 400, at: '2026-09-21T14:13:20.400Z' },
    });
    expect(report.expected).not.toBe(report.actual);
  });

  test('a byte changed so that it is no JSON any more', async () => {
    const report = await edited((opened) => write(opened, log, 312, '{'));
    expect(report).toMatchObject({ kind: 'record-changed', firstBad: 312 });
  });

  test('a record removed', async () => {
    const report = await edited((opened) => remove(opened, 200, 200));
    expect(report).toMatchObject({ kind: 'missing-record', firstBad: 200, range: [101, 200], lastGood: 199 });
  });

  test('a record removed and all later ones renumbered', async () => {
    const report = await edited((opened) => {
      remove(opened, 200, 200);
      renumber(opened, 200);
      setHead(opened, log, 599);
    });
    expect(report).toMatchObject({ kind: 'record-changed', firstBad: 200 });
  });

  test('a record of the last block removed and all later ones renumbered', async () => {
    const report = await edited((opened) => {
      remove(opened, 550, 550);
      renumber(opened, 550);
      setHead(opened, log, 599);
    });
    expect(report).toMatchObject({ kind: 'record-changed', firstBad: 550 });
  });

  test('two swapped', async () => {
    const report = await edited((opened) => {
      const [left, right] = [textAt(opened, log, 150), textAt(opened, log, 151)];
      write(opened, log, 150, right);
      write(opened, log, 151, left);
    });
    expect(report).toMatchObject({ kind: 'record-changed', firstBad: 150 });
  });

  test('appended by hand behind the end', async () => {
    const report = await edited(
      (opened) => void opened.prepare('INSERT INTO log VALUES (?, 601, ?)').run(log, '{"forged":true}'),
    );
    expect(report).toMatchObject({ kind: 'foreign-record', firstBad: 601, lastGood: 600 });
  });

  test('appended by hand with the end moved: not under a checkpoint, and said to be so', async () => {
    const report = await edited((opened) => {
      opened.prepare('INSERT INTO log VALUES (?, 601, ?)').run(log, '{"forged":true}');
      setHead(opened, log, 601);
    });
    expect(report).toMatchObject({ ok: true, checked: 600, unsealed: 1 });
  });

  test('the tail cut', async () => {
    const report = await edited((opened) => {
      remove(opened, 531, 600);
      setHead(opened, log, 530);
    });
    expect(report).toMatchObject({ kind: 'missing-record', firstBad: 531, range: [501, 600], lastGood: 530 });
  });

  test('the beginning cut, as if trimmed, without a record of a trim', async () => {
    const report = await edited((opened) => {
      remove(opened, 1, 200);
      opened.prepare('UPDATE head SET first = 201 WHERE name = ?').run(log);
    });
    expect(report).toMatchObject({ kind: 'missing-record', firstBad: 1, range: [1, 200] });
  });
});
