import { expect, test } from 'vitest';
import { executionOf } from '../../test/execution-fixture.ts';
import { planOf, start } from '../../test/runner-fixture.ts';
import type { Closing, ClosingGuard } from './closing-guard.ts';
import { ExposureLedger } from './ledger.ts';

const book = { account: 'main', mode: 'paper' } as const;

test('a guard adds to the commit that closes, with what it read checked, and to no other', async () => {
  const { runner, store } = start();
  const ids = ['a', 'b'].map(async (id) => (await runner.run(planOf(id))).decision?.decisionId ?? '');
  const [first = '', second = ''] = await Promise.all(ids);
  const asked: Closing['execution'][] = [];
  let disturb = true;
  const closing: ClosingGuard = {
    closing: async ({ store: over, execution }) => {
      asked.push(execution);
      const [entry] = await over.get(['main/count']);
      // Somebody else writes between the look and the commit, once.
      if (disturb) await over.commit({ puts: [{ key: 'main/count', value: 10 }] });
      disturb = false;
      const value = ((entry?.value as number | undefined) ?? 0) + 1;
      return {
        checks: [{ key: 'main/count', version: entry?.version ?? 0 }],
        puts: [{ key: 'main/count', value }],
      };
    },
  };
  const ledger = new ExposureLedger({ store, book, closing, pause: async () => {} });
  await ledger.arm(first, executionOf(first, 'journaled'));
  await ledger.open(first, executionOf(first, 'open'));
  await ledger.release(second, 'withdrawn', 9);
  expect(asked).toEqual([]);
  expect((await ledger.close(first, 'closed', executionOf(first, 'closed')))?.state).toBe('closed');
  expect(asked.map(({ status }) => status)).toEqual(['closed', 'closed']);
  expect(await store.get(['main/count'])).toMatchObject([{ value: 11 }]);
  await ledger.close(first, 'closed', executionOf(first, 'closed'));
  expect(asked).toHaveLength(2);
});
