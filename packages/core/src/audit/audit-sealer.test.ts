import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { signerOf, writeRecords } from '../../test/audited.ts';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { memoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import type { AuditAnchor } from './anchor/audit-anchor.ts';
import { anchorNotes, fileAnchor } from './anchor/file-anchor.ts';
import { AuditSealer } from './audit-sealer.ts';
import { checkpointLog } from './seal-state.ts';
import { verifyAudit } from './verify/verify-audit.ts';

let file = '';
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'tradewarden-anchor-')), 'anchors.txt');
});
afterEach(() => rmSync(join(file, '..'), { recursive: true }));
const checkpoints = async (store: Store): Promise<number> => (await store.head(checkpointLog('main'))).last;

describe('when it seals', () => {
  test('at 256 records, or 2 s after the first; not before', async () => {
    const [store, clock] = [memoryStore(), new VirtualClock(10_000)];
    const sealer = new AuditSealer({ store, account: 'main', clock });
    expect(await sealer.drain()).toEqual({ worked: 0 });
    await writeRecords(store, 255);
    expect(await sealer.drain()).toEqual({ worked: 0 });
    await writeRecords(store, 1);
    expect(await sealer.drain()).toEqual({ worked: 256 });
    await writeRecords(store, 1);
    expect(await sealer.drain()).toEqual({ worked: 0 });
    clock.advance(1999);
    expect(await sealer.drain()).toEqual({ worked: 0 });
    clock.advance(1);
    expect(await sealer.drain()).toEqual({ worked: 1 });
    await writeRecords(store, 3);
    expect(await sealer.flush()).toBe(3);
    expect(await checkpoints(store)).toBe(3);
  });

  test('a clock that is set back does not keep it from sealing', async () => {
    const store = memoryStore();
    let now = 1_000_000;
    const clock = { now: () => now, sleep: async () => {} };
    const sealer = new AuditSealer({ store, account: 'main', clock });
    await writeRecords(store, 1);
    await sealer.drain();
    now = 5000;
    await sealer.drain();
    now = 7000;
    expect(await sealer.drain()).toEqual({ worked: 1 });
  });

  test('by itself once started, and what is left when stopped', async () => {
    const store = memoryStore();
    const signer = signerOf('keeper');
    const sealer = new AuditSealer({ store, account: 'main', signers: async () => [signer], everyMs: 20 });
    await sealer.start();
    await writeRecords(store, 5);
    await expect.poll(() => checkpoints(store)).toBeGreaterThan(0);
    await writeRecords(store, 5);
    await sealer.stop();
    await sealer.stop();
    expect(await verifyAudit(store, 'main', { keys: [{ vkey: signer.vkey }] })).toMatchObject({
      ok: true,
      checked: 11,
      unsealed: 0,
      signed: true,
    });
  });
});

describe('anchors', () => {
  test('a file gets every checkpoint once, also after a restart, and the log verifies against it', async () => {
    const store = memoryStore();
    const sealer = (): AuditSealer =>
      new AuditSealer({ store, account: 'main', anchors: [fileAnchor(file)] });
    for (const count of [3, 4]) {
      await writeRecords(store, count);
      await sealer().flush();
      await sealer().drain();
    }
    const anchors = anchorNotes(readFileSync(file, 'utf8'));
    expect(anchors).toHaveLength(2);
    expect(await verifyAudit(store, 'main', { anchors })).toMatchObject({ ok: true, anchors: 2 });
    const younger = memoryStore();
    await writeRecords(younger, 3);
    await sealer().flush();
    expect(await verifyAudit(younger, 'main', { anchors })).toMatchObject({
      kind: 'rolled-back-or-truncated',
    });
  });

  test('one that fails is said, keeps nobody from sealing, and is tried again', async () => {
    const store = memoryStore();
    const [kept, said]: [string[], unknown[]] = [[], []];
    let down = true;
    const own: AuditAnchor = {
      name: 'mine',
      publish: async (note) => {
        if (down) throw new Error('no network');
        kept.push(note);
      },
    };
    const nothing = (): void => {};
    const logger = {
      debug: nothing,
      info: nothing,
      warn: nothing,
      error: (...words: unknown[]) => void said.push(words),
    };
    const sealer = new AuditSealer({ store, account: 'main', anchors: [own, fileAnchor(file)], logger });
    await writeRecords(store, 3);
    expect(await sealer.flush()).toBe(3);
    expect(said).toEqual([['audit.anchor-failed', { anchor: 'mine', reason: 'no network' }]]);
    down = false;
    await sealer.drain();
    await sealer.drain();
    expect(kept).toHaveLength(1);
    expect(anchorNotes(readFileSync(file, 'utf8'))).toEqual(kept);
  });

  test('signed and unsigned notes are read from one file; what is none comes out as it is', async () => {
    const note = (size: number, signed: boolean): string =>
      `o\n${size}\nroot\n\n${signed ? '— a x\n— b y\n' : ''}`;
    const notes = [note(1, false), note(2, true), note(3, true), note(4, false), note(5, false)];
    for (const text of notes) await fileAnchor(file).publish(text);
    await fileAnchor(file).publish(notes[4] ?? '');
    expect(anchorNotes(readFileSync(file, 'utf8'))).toEqual(notes);
    appendFileSync(file, 'torn');
    await fileAnchor(file).publish(note(6, true));
    expect(anchorNotes(readFileSync(file, 'utf8'))[5]).toContain('torn');
    writeFileSync(file, '');
    expect(anchorNotes(readFileSync(file, 'utf8'))).toEqual([]);
  });
});
