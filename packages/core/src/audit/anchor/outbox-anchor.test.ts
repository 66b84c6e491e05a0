import { expect, test } from 'vitest';
import { signerOf, writeRecords } from '../../../test/audited.ts';
import type { Alert } from '../../channel/alert.ts';
import { VirtualClock } from '../../clock/virtual-clock.ts';
import { memoryStore } from '../../store/memory-store.ts';
import { AuditSealer } from '../audit-sealer.ts';
import { verifyAudit } from '../verify/verify-audit.ts';
import { anchorNotes } from './file-anchor.ts';
import { outboxAnchor } from './outbox-anchor.ts';

const day = 24 * 3_600_000;
const book = { account: 'main', mode: 'notify' } as const;

test('one checkpoint in a day is left for the channels, whoever seals, and the log verifies against it', async () => {
  const clock = new VirtualClock(day);
  const store = memoryStore({ clock });
  const signer = signerOf('keeper');
  const seal = async (count: number): Promise<void> => {
    await writeRecords(store, count);
    const anchors = [outboxAnchor({ store, book })];
    await new AuditSealer({ store, account: 'main', signers: async () => [signer], anchors, clock }).flush();
  };
  const said = async (): Promise<readonly Alert[]> => {
    const found = await store.scan({ prefix: 'main/notify/q/outbox/r/', limit: 10 });
    return found.map(({ value }) => (value as unknown as { payload: { subject: Alert } }).payload.subject);
  };
  await seal(3);
  await seal(2);
  expect(await said()).toMatchObject([{ topic: 'audit.checkpoint', subject: 'tradewarden/main/audit' }]);
  clock.advance(day - 1);
  await seal(1);
  expect(await said()).toHaveLength(1);
  clock.advance(1);
  await seal(1);
  const anchors = (await said()).flatMap(({ detail = '' }) => anchorNotes(detail));
  expect(anchors).toHaveLength(2);
  expect(await store.counters(['main/notify/q/outbox/n'])).toEqual([2]);
  const keys = [{ vkey: signer.vkey }];
  expect(await verifyAudit(store, 'main', { anchors, keys })).toMatchObject({ ok: true, anchors: 2 });
});

test('a checkpoint is not said twice, and a clock that was set back silences nothing', async () => {
  let now = 10 * day;
  const clock = { now: () => now, sleep: async () => {} };
  const store = memoryStore({ clock });
  const anchor = outboxAnchor({ store, book });
  const queued = async (): Promise<number> => (await store.counters(['main/notify/q/outbox/n']))[0] ?? 0;
  await Promise.all([anchor.publish('o\n1\nroot\n\n'), anchor.publish('o\n1\nroot\n\n')]);
  expect(await queued()).toBe(1);
  now = 20 * day;
  await anchor.publish('o\n1\nroot\n\n');
  expect(await queued()).toBe(1);
  now = day;
  await anchor.publish('o\n2\nroot\n\n');
  expect(await queued()).toBe(2);
});
