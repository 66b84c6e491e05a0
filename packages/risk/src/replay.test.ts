import {
  defineFact,
  Pipeline,
  createRunner,
  known,
  memoryStore,
  type Store,
  type TradePlan,
  VirtualClock,
} from '@tradewarden/core';
import { replayAudit } from '@tradewarden/core/audit';
import { samplePlan } from '@tradewarden/testing';
import { expect, test } from 'vitest';
import { ruleOf, startGate } from '../test/gate-fixture.ts';
import { copiedWith, ofPlan, replay } from '../test/replayed.ts';
import { pass, type Rule } from './rules/rule.ts';

async function twoDecisions(): Promise<Store> {
  const { decide, store } = startGate();
  await decide({ planId: 'p1' });
  await decide({ planId: 'p2', symbol: 'ETH/USDT' });
  return store;
}

/** Another value in the decision of `p2`; `undefined` takes it out. */
const tampered = async (path: readonly string[], value?: unknown): Promise<Store> =>
  copiedWith(await twoDecisions(), ofPlan('p2', path, value));

test.each<[string, readonly string[], unknown, string]>([
  ['a verdict', ['verdict'], 'approved', '$.verdict'],
  ['a figure of the size', ['sizing', 'quantity'], '9', '$.sizing.quantity'],
  ['a finding', ['rules', '3', 'message'], 'fine', '$.rules[3].message'],
  ['a rule taken out', ['rules', '3'], undefined, '$.rules[3]'],
  ['all rules taken out', ['rules'], undefined, '$.rules'],
  ['a fact', ['facts', 'equity', 'value'], '20000', '$.rules['],
  ['a fact taken out', ['facts', 'quote'], undefined, '$.facts.quote'],
  ['a fact put in', ['facts', 'extra'], { absent: 'x' }, '$.facts.extra'],
  ['a counter put in', ['facts', 'exposure', 'value', 'x'], '1', '$.facts.exposure.value.x'],
  ['who told of a latch', ['facts', 'state.latches', 'source'], 'me', '$.facts["state.latches"].source'],
  ['an earlier revision taken out', ['facts', 'plan.earlier'], undefined, '$.facts["plan.earlier"]'],
  ['the plan', ['plan', 'stop', 'price'], '1', '$.decisionId'],
  ['a plan that is none any more', ['plan', 'stop'], undefined, '$.decisionId'],
  ['the book', ['book', 'mode'], 'live', '$.book.mode'],
  ['the time', ['evaluatedAt'], 1, '$.evaluatedAt'],
])('%s that was changed in the record is named', async (_, place, value, path) => {
  const report = await replay(await tampered(place, value));
  expect(report).toMatchObject({ decisions: 2, agreed: 1, different: 1, notRecomputed: [] });
  expect(report.first).toMatchObject({ sequence: 3, planId: 'p2' });
  expect(report.first?.path.startsWith(path), report.first?.path).toBe(true);
  expect(report.first?.recorded).not.toEqual(report.first?.recomputed);
});

test('both values of a difference are shown', async () => {
  const { first } = await replay(await tampered(['verdict'], 'rejected'));
  expect(first).toMatchObject({ recorded: 'rejected', recomputed: 'resized' });
});

test('what cannot be computed again is counted by reason, never as agreeing', async () => {
  const store = await twoDecisions();
  const without = await copiedWith(store, (record) =>
    record.type === 'policy.changed' ? undefined : record,
  );
  expect(await replay(without)).toMatchObject({
    agreed: 0,
    different: 0,
    notRecomputed: [{ reason: 'configuration-not-recorded', count: 2, sequence: 1, planId: 'p1' }],
  });
  expect(await replay(await tampered(['engineVersion'], '0'))).toMatchObject({
    agreed: 1,
    notRecomputed: [{ reason: 'engine-version', count: 1 }],
  });
  expect(await replay(await tampered(['facts']))).toMatchObject({
    agreed: 1,
    notRecomputed: [{ reason: 'unreadable', count: 1 }],
  });
  const forged = await copiedWith(store, (record) =>
    JSON.parse(JSON.stringify(record).replace('"exposure.asset":"0.05"', '"exposure.asset":"0.5"')),
  );
  expect(await replay(forged)).toMatchObject({
    agreed: 0,
    notRecomputed: [{ reason: 'configuration-not-recorded' }],
  });
});

test('rules of your own count as not installed until they are given; facts of your own need nothing', async () => {
  const check = (): ReturnType<typeof pass> => pass('fine');
  const own: Rule = { id: 'acme.own', severity: 'block', needs: ['acme'], when: 'plan', check };
  const same: Rule = { ...own, id: 'conflict.opposite', needs: [] };
  const facts = [
    defineFact({ key: 'acme', maximumAgeMs: 5, load: async ({ now }) => known('1.5', now, 'x') }),
  ];
  const { decide, store } = startGate({ rules: [own, same], facts, without: ['conflict.opposite'] });
  await decide();
  expect(await replay(store)).toMatchObject({
    agreed: 0,
    notRecomputed: [
      {
        reason: 'configuration-not-rebuilt',
        message: 'not installed here: the rules acme.own, conflict.opposite',
        count: 1,
      },
    ],
  });
  expect(await replay(store, [own, same])).toMatchObject({ agreed: 1, notRecomputed: [] });
  const changed = { ...own, check: (): ReturnType<typeof pass> => pass('better') };
  expect(await replay(store, [changed, same])).toMatchObject({
    different: 1,
    first: { recomputed: 'better' },
  });
});

test('a stage that reads state of its own, or is not known, is counted', async () => {
  const clock = new VirtualClock(samplePlan().createdAt);
  const store = memoryStore({ clock });
  const curious = {
    name: 'curious',
    run: async (
      value: TradePlan,
      { state }: { readonly state: { get(keys: readonly string[]): Promise<unknown> } },
    ) => {
      await state.get(['main/notify/x/curious/a']).catch(() => undefined);
      return { verdict: 'continue', value } as const;
    },
  };
  const pipeline = Pipeline.of<TradePlan>().stage(curious);
  const runner = createRunner({ pipeline, store, account: 'main', mode: 'notify', clock });
  await runner.run(samplePlan());
  const reading = await replayAudit(store, 'main', { rebuild: () => curious });
  expect(reading).toMatchObject({ agreed: 0, notRecomputed: [{ reason: 'state-not-recorded', count: 1 }] });
  expect(await replay(store)).toMatchObject({ notRecomputed: [{ reason: 'configuration-not-rebuilt' }] });
  const later = { rebuild: () => curious, since: clock.now() + 1 };
  expect(await replayAudit(store, 'main', later)).toMatchObject({ decisions: 0 });
});

test('an input whose numbers may have come as text is counted, unless a reading gives the record', async () => {
  const { runner, store } = startGate();
  const { stop: _, ...rest } = samplePlan();
  await runner.run({ ...rest, planId: 'p2', rationale: 0.5, timeframe: '0.5' });
  expect(await replay(store)).toMatchObject({
    agreed: 0,
    notRecomputed: [{ reason: 'input-numbers', count: 1 }],
  });
  const approved = await copiedWith(store, ofPlan('p2', ['verdict'], 'approved'));
  expect(await replay(approved)).toMatchObject({ different: 1, first: { planId: 'p2' } });
});

test('a latch that cannot be read well is recorded as people see it', async () => {
  const { decide, store } = startGate();
  const key = 'main/notify/latch/account';
  await store.commit({ puts: [{ key, value: { causes: [{ state: 'HALTED', reason: [1, 'b'] }] } }] });
  expect(ruleOf(await decide(), 'state.trading').message).toBe('account is HALTED: undefined (1,b)');
  expect(await replay(store)).toMatchObject({ decisions: 1, agreed: 1 });
});
