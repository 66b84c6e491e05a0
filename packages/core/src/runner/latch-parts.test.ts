import { expect, test } from 'vitest';
import { planOf, start } from '../../test/runner-fixture.ts';
import { outboxQueue } from '../channel/alert.ts';
import { TradingLatches } from '../latch/trading-latches.ts';
import type { LatchDraft } from '../pipeline/draft.ts';
import { Pipeline } from '../pipeline/pipeline.ts';
import { JobQueue } from '../queue/job-queue.ts';
import type { TradePlan } from '../domain/trade-plan.ts';

const book = { account: 'main', mode: 'paper' } as const;
const halt: LatchDraft = { scope: 'account', cause: 'own', state: 'HALTED', reason: 'test' };

function latching(drafts: readonly LatchDraft[], refuse: boolean) {
  return start(
    Pipeline.of<TradePlan>().stage<TradePlan>({
      name: 'own',
      run: (plan, { draft }) => {
        for (const one of drafts) draft.latch(one);
        draft.note('own', 'dropped with a rejection');
        return refuse
          ? { verdict: 'refuse', code: 'own/NO', reason: 'no' }
          : { verdict: 'continue', value: plan };
      },
    }),
  );
}

test.each([true, false])(
  'what a stage latches is in the commit of its decision, refused (%s) or not',
  async (refuse) => {
    const { runner, store, clock } = latching(
      [halt, { ...halt, cause: 'other', state: 'REDUCING' }, { ...halt, scope: { source: 'test' } }],
      refuse,
    );
    expect((await runner.run(planOf('a'))).verdict).toBe(refuse ? 'rejected' : 'approved');
    expect(await new TradingLatches({ store, book }).list()).toMatchObject([
      { scope: 'account', state: 'HALTED', causes: [{ cause: 'own', at: 1000 }, { cause: 'other' }] },
      { scope: { source: 'test' }, causes: [{ cause: 'own', actor: { id: 'runner' } }] },
    ]);
    const types = (await store.read('main/audit', { after: 0, limit: 20 })).map(
      ({ value }) => (value as { readonly type: string }).type,
    );
    expect(types.filter((type) => type === 'state.changed')).toHaveLength(3);
    expect(types.includes('note.own')).toBe(!refuse);
    const outbox = new JobQueue({ store, book, name: outboxQueue, clock });
    const said = await outbox.claim({ limit: 9, leaseMs: 1000 });
    const texts = said.map(
      ({ payload }) => (payload as { readonly subject: { readonly text: string } }).subject.text,
    );
    expect(texts.toSorted()).toEqual([
      'account is HALTED: own (test), other (test)',
      'source test is HALTED: own (test)',
    ]);
    expect((await runner.run(planOf('b'))).verdict).toBe('rejected');
    expect((await outbox.counts()).ready).toBe(0);
    expect((await store.read('main/audit', { after: 0, limit: 20 })).length).toBe(types.length + 1);
  },
);

test('a preview latches nothing; what is latched already, as strict, is not written again', async () => {
  const { runner, store, clock } = latching([halt], true);
  await runner.preview(planOf('a'));
  const latches = new TradingLatches({ store, book });
  expect(await latches.list()).toEqual([]);
  const actor = { kind: 'user', id: 'ops' } as const;
  const before = await latches.latch({ ...halt, cause: 'own', actor, at: 1, scope: 'account' });
  await runner.run(planOf('a'));
  expect(await latches.find('account')).toEqual(before);
  const outbox = new JobQueue({ store, book, name: outboxQueue, clock });
  expect((await outbox.counts()).ready).toBe(0);
});
