import { type Channel, type Commit, commitSettled, type DeliveryOutcome, type Json } from '@tradewarden/core';
import { afterFailure, afterRefusal, type Breaker, closedBreaker } from './breaker.ts';
import {
  breakerKey,
  closedBefore,
  deadKey,
  type DeliveryRow,
  goneKey,
  movedKey,
  sizeCounter,
} from './delivery-row.ts';
import { failover, tell, together } from './failover.ts';
import { type NextStep, nextStep } from './next-step.ts';
import { readScopes, settleAll } from './rate-scopes.ts';
import { recorded, type Setting } from './setting.ts';

export interface LeasedRow {
  readonly key: string;
  readonly version: number;
  readonly row: DeliveryRow;
  readonly target: string;
}

const attempts = 12;
const aboutMessages = new Set([
  'dead-letters',
  'channel.down',
  'channel.up',
  'queue.full',
  'template.broken',
]);

/** Writes what follows from an outcome in one commit. Nothing when the lease was lost meanwhile. */
export async function settleRow(
  setting: Setting,
  channel: Channel,
  leased: LeasedRow,
  outcome: DeliveryOutcome,
): Promise<void> {
  const now = setting.clock.now();
  const { idempotencyKey: idempotent } = channel.capabilities;
  const step = nextStep(leased.row, outcome, { now, idempotent });
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const scopes = await readScopes(setting.store, channel, leased.target);
    const pause =
      outcome.status === 'rate-limited'
        ? { scope: outcome.scope, until: now + outcome.retryAfterMs }
        : undefined;
    const rates = settleAll(scopes, leased.row.id, now, pause);
    const breaker = await breakerChange(setting, channel, outcome);
    const commit = together(await stepCommit(setting, channel, leased, step, outcome), rates, breaker);
    const result = await commitSettled(setting.store, commit);
    if (result.ok) return count(setting, step);
    if (result.reason === 'conflict' && result.key === leased.key) return;
  }
}

function count({ counts }: Setting, step: NextStep): void {
  if (step.do === 'bury') counts.dead += 1;
  else if (step.do !== 'settle') counts.retried += 1;
  else if (step.as === 'notify.sent') counts.delivered += 1;
}

async function stepCommit(
  setting: Setting,
  channel: Channel,
  { key, version, row }: LeasedRow,
  step: NextStep,
  outcome: DeliveryOutcome,
): Promise<Commit> {
  const { book, clock } = setting;
  const now = clock.now();
  const checks = [{ key, version }];
  const about = {
    channel: row.channel,
    kind: row.kind,
    attempt: row.attempts,
    outcome: outcome.status,
    ...(row.repeat === true ? { repeat: true } : {}),
  };
  const note = (type: string, more: Record<string, Json> = {}): Commit => ({
    appends: [recorded(setting, row.job, type, { delivery: row.id, ...about, ...more })],
  });
  const gone: Commit = {
    checks,
    deletes: [key],
    adds: [{ counter: sizeCounter(book, row.channel), delta: -1 }],
  };
  const back = (changed: Partial<DeliveryRow>): Commit => {
    const { lease: _lease, ...rest } = row;
    return { checks, puts: [{ key, value: { ...rest, ...changed } as unknown as Json }] };
  };
  switch (step.do) {
    case 'settle':
      return together(gone, note(step.as, 'receipt' in outcome ? { receipt: outcome.receipt ?? '' } : {}));
    case 'again':
      return back({
        notBefore: now + step.delayMs,
        ...(step.repeat ? { repeat: true } : {}),
        lastReason: 'reason' in outcome ? outcome.reason : outcome.status,
      });
    case 'redirect':
      return together(
        back({ redirects: (row.redirects ?? 0) + 1, notBefore: 0 }),
        { puts: [{ key: movedKey(channel), value: step.target }] },
        note('notify.redirected', { target: step.target }),
        tell(setting, channel, 'target.moved', `The target moved to ${step.target}.`),
      );
    case 'bury': {
      const closedBy = [goneKey(channel), breakerKey(channel)];
      const dead = { ...row, reason: step.reason, diedAt: now, closedBy } as unknown as Json;
      const silent = row.topic !== undefined && aboutMessages.has(row.topic);
      const text = `A message was given up: ${step.reason}`;
      return together(
        gone,
        { puts: [{ key: deadKey(book, row.id), value: dead }] },
        // What closed it first stays the reason.
        outcome.status === 'permanent-target' && !step.reason.startsWith(closedBefore)
          ? { puts: [{ key: goneKey(channel), value: step.reason }] }
          : {},
        note('notify.failed', { reason: step.reason }),
        silent ? {} : tell(setting, channel, 'dead-letters', text),
        (await failover(setting, row)) ?? {},
      );
    }
  }
}

/** How the breaker of the account moves, and who hears of it. */
async function breakerChange(setting: Setting, channel: Channel, outcome: DeliveryOutcome): Promise<Commit> {
  const { store, clock } = setting;
  const key = breakerKey(channel);
  const [entry] = await store.get([key]);
  const before = (entry?.value as unknown as Breaker | undefined) ?? closedBreaker;
  const checks = [{ key, version: entry?.version ?? 0 }];
  const now = clock.now();
  if (outcome.status === 'delivered' || outcome.status === 'noop') {
    if (entry === null || entry === undefined) return {};
    const up = before.opened > 0 ? tell(setting, channel, 'channel.up', 'Messages are delivered again.') : {};
    return together({ checks, deletes: [key] }, up);
  }
  if (
    outcome.status !== 'transient' &&
    outcome.status !== 'uncertain' &&
    outcome.status !== 'permanent-config'
  )
    return {};
  const { reason } = outcome;
  const after =
    outcome.status === 'permanent-config'
      ? afterRefusal(before, now, reason)
      : afterFailure(before, now, reason);
  const opened = after.opened > 0 && before.opened === 0;
  return together(
    { checks, puts: [{ key, value: after as unknown as Json, ttlMs: 86_400_000 }] },
    opened ? tell(setting, channel, 'channel.down', `Nothing is delivered: ${reason}`) : {},
  );
}
