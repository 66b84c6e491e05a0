import { expect, test } from 'vitest';
import { executionOf } from '../../test/execution-fixture.ts';
import { planOf, start } from '../../test/runner-fixture.ts';
import type { Commit, Store } from '../store/store.ts';
import { checkLedger } from './check-ledger.ts';
import { ExposureLedger } from './ledger.ts';
import { exposureReport } from './ledger-report.ts';
import { liveKey } from './live-reservations.ts';

const book = { account: 'main', mode: 'paper' } as const;

async function traded(): Promise<{ store: Store; ids: readonly string[]; ledger: ExposureLedger }> {
  const { runner, store } = start();
  const ids: string[] = [];
  for (const id of ['a', 'b', 'c']) ids.push((await runner.run(planOf(id))).decision?.decisionId ?? 'none');
  const ledger = new ExposureLedger({ store, book });
  const [first = '', second = ''] = ids;
  await ledger.arm(first, executionOf(first, 'journaled'));
  await ledger.arm(second, executionOf(second, 'journaled'));
  await ledger.close(second, 'closed', executionOf(second, 'closed'));
  return { store, ids, ledger };
}
const by = { why: 'test' };

test('a book that was used as it should be has no faults', async () => {
  const { store } = await traded();
  expect(await checkLedger(store, book)).toEqual([]);
});

test.each<[string, string, (ids: readonly string[]) => Commit]>([
  [
    'I1',
    'total/notional',
    () => ({
      checks: [{ key: 'main/x', version: 0 }],
      puts: [{ key: 'main/x', value: by }],
      adds: [{ counter: 'main/paper/exp/total/notional', delta: 5 }],
    }),
  ],
  [
    'I3',
    'is -',
    () => ({
      checks: [{ key: 'main/x', version: 0 }],
      puts: [{ key: 'main/x', value: by }],
      adds: [{ counter: 'main/paper/exp/total/count', delta: -9 }],
    }),
  ],
  [
    'I4',
    'no decision record',
    () => ({ puts: [{ key: 'main/paper/decision/z', value: { decisionId: 'z' } }] }),
  ],
  [
    'I5',
    'may have an order',
    ([, second = '']) => ({ puts: [{ key: `main/paper/open-execution/${second}`, value: second }] }),
  ],
  [
    'I6',
    'would expire',
    ([first = '']) => ({ puts: [{ key: `main/paper/due/000000000000001/${first}`, value: first }] }),
  ],
  [
    'I7',
    'from closed to open',
    ([first = '']) => ({
      checks: [{ key: 'main/x', version: 0 }],
      puts: [{ key: 'main/x', value: by }],
      appends: [
        {
          log: 'main/audit',
          value: { type: 'exposure.open', data: { reservationId: first, from: 'closed', to: 'open' } },
        },
      ],
    }),
  ],
  [
    'I8',
    'its last record says armed',
    ([first = '']) => ({
      puts: [{ key: `main/paper/res/${first}`, value: { state: 'open', reservationId: first, uses: [] } }],
    }),
  ],
  ['index', 'missing from live', ([first = '']) => ({ deletes: [liveKey(book, first)] })],
  ['index', 'stays in live', () => ({ puts: [{ key: liveKey(book, 'z'), value: 'z' }] })],
])('%s: %s', async (law, message, broken) => {
  const { store, ids } = await traded();
  await store.commit(broken(ids));
  const found = await checkLedger(store, book);
  expect(found.filter((fault) => fault.law === law).map((fault) => fault.message)).toEqual(
    expect.arrayContaining([expect.stringContaining(message)]),
  );
});

test('a report reads what is live, and nothing of what is closed; closed ones still answer', async () => {
  const { store, ids, ledger } = await traded();
  const read: string[] = [];
  const observed: Store = Object.create(store, {
    get: {
      value: async (keys: readonly string[]) => {
        read.push(...keys);
        return store.get(keys);
      },
    },
    scan: { value: store.scan.bind(store) },
    counters: { value: store.counters.bind(store) },
  }) as Store;
  const report = await exposureReport(observed, book);
  expect(report).toMatchObject({ total: { count: '2', notional: '0.0006' }, differences: [] });
  const [first, second, third] = ids.map((id) => `main/paper/res/${id}`);
  expect(new Set(read)).toEqual(new Set(['main/paper/account', first, third]));
  expect(read).not.toContain(second);
  expect(await ledger.find(ids[1] ?? '')).toMatchObject({ state: 'closed', why: 'closed' });
});

test('capacity that leaked shows although nothing is live', async () => {
  const { store } = start();
  const counter = 'main/paper/exp/total/count';
  await store.commit({
    checks: [{ key: 'main/x', version: 0 }],
    puts: [{ key: 'main/x', value: by }],
    adds: [{ counter, delta: 1 }],
  });
  expect((await exposureReport(store, book)).differences).toEqual([
    { counter: 'total/count', value: 1, sum: 0 },
  ]);
});
