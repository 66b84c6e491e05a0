import {
  type Alert,
  alertJob,
  commitSettled,
  enqueueParts,
  liveCounter,
  lowLaneMaximum,
  outboxQueue,
} from '@tradewarden/core';
import { sizeCounter, toldKey } from './delivery-row.ts';
import type { Setting } from './setting.ts';

const hourMs = 3_600_000;
const dayMs = 86_400_000;
/** Counters are looked at no more often than this. */
const lookMs = 1000;

/**
 * What the dispatcher says of itself, through its own outbox: templates that are broken, at its first pass, each fault
 * once a day at most, and queues that are full, once an hour for each.
 */
export function ownAlerts(setting: Setting): () => Promise<void> {
  const { store, book, clock, channels, templates, maximumQueued } = setting;
  let templatesTold = false;
  let lookAt = Number.NEGATIVE_INFINITY;
  const places = [
    { name: 'outbox', counter: liveCounter(book, outboxQueue), most: lowLaneMaximum },
    ...[...channels.keys()].map((id) => ({ name: id, counter: sizeCounter(book, id), most: maximumQueued })),
  ];

  async function tellTemplates(): Promise<void> {
    for (const { file, problems } of templates.broken) {
      const text = problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
      const alert = { topic: 'template.broken', subject: file, text: text.join('\n') } as const;
      await tellOnce(setting, JSON.stringify([file, problems]), alert, dayMs);
    }
  }

  return async () => {
    if (!templatesTold) await tellTemplates();
    templatesTold = true;
    if (clock.now() < lookAt) return;
    lookAt = clock.now() + lookMs;
    const sizes = await store.counters(places.map(({ counter }) => counter));
    for (const [index, { name, most }] of places.entries()) {
      const size = sizes[index] ?? 0;
      if (size < most) continue;
      const text = `${size} messages wait, ${most} are too many.`;
      await tellOnce(setting, `queue.full ${name}`, { topic: 'queue.full', subject: name, text }, hourMs);
    }
  };
}

/** Announces unless the same was announced within `ttlMs`, by whichever process. */
async function tellOnce(
  { store, book, clock }: Setting,
  what: string,
  alert: Omit<Alert, 'at'>,
  ttlMs: number,
): Promise<void> {
  const key = toldKey(book, what);
  const [told] = await store.get([key]);
  if (told !== null && told !== undefined) return;
  const at = clock.now();
  const { puts, adds } = enqueueParts(book, outboxQueue, [alertJob({ ...alert, at })], at);
  // A conflict: another process says it.
  await commitSettled(store, {
    checks: [{ key, version: 0 }],
    puts: [{ key, value: at, ttlMs }, ...puts],
    adds,
  });
}
