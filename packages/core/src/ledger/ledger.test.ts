import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { executionOf as execution } from '../../test/execution-fixture.ts';
import { planOf, start } from '../../test/runner-fixture.ts';
import { ExposureLedger } from './ledger.ts';
import { exposureReport } from './ledger-report.ts';
import { takeIntent } from './take-intent.ts';
import { isApproved } from '../gate/approved.ts';

const runs = process.env['TRADEWARDEN_RUNS'] === 'night' ? 2000 : 150;

test('reserved → armed → open → closed; every step is idempotent and only goes forward', async () => {
  const { runner, store } = start();
  const id = (await runner.run(planOf('a'))).decision?.decisionId ?? '';
  const ledger = new ExposureLedger({ store, book: runner.book });
  expect((await ledger.open(id, execution(id, 'open')))?.state).toBe('reserved');
  expect((await ledger.arm(id, execution(id, 'journaled')))?.state).toBe('armed');
  expect((await ledger.arm(id, execution(id, 'journaled')))?.state).toBe('armed');
  expect(await ledger.sweep(Number.MAX_SAFE_INTEGER)).toBe(0);
  expect((await ledger.release(id, 'expired', 9))?.state).toBe('armed');
  expect((await ledger.open(id, execution(id, 'open')))?.state).toBe('open');
  expect((await exposureReport(store, runner.book)).total.count).toBe('1');
  expect(await ledger.close(id, 'closed', execution(id, 'closed'))).toMatchObject({
    state: 'closed',
    why: 'closed',
  });
  await ledger.close(id, 'closed', execution(id, 'closed'));
  expect(await exposureReport(store, runner.book)).toMatchObject({
    total: { count: '0', notional: '0' },
    differences: [],
  });
});

test('a reservation without an order expires, and its capacity is free again', async () => {
  const { runner, store, clock } = start();
  await runner.run(planOf('a'));
  const ledger = new ExposureLedger({ store, book: runner.book });
  clock.advance(3_599_999);
  expect(await ledger.sweep(clock.now())).toBe(0);
  clock.advance(1);
  expect(await ledger.sweep(clock.now())).toBe(1);
  expect((await exposureReport(store, runner.book)).total.notional).toBe('0');
});

test('an intent is taken only with its decision, its plan and its reservation', async () => {
  const { runner, store } = start();
  const { decision } = await runner.run(planOf('a'));
  const id = decision?.decisionId ?? '';
  expect(await takeIntent(store, runner.book, 'other')).toMatchObject({ status: 'refused' });
  // The fixture's gate sizes nothing, so that nothing may be placed.
  expect(await takeIntent(store, runner.book, id)).toEqual({
    status: 'refused',
    reason: 'the decision approves nothing',
  });
  expect(isApproved({ ...decision })).toBe(false);
});

test('after any sequence of steps the counters equal the reservations and stay within the cap', async () => {
  const step = fc.tuple(
    fc.constantFrom('run', 'arm', 'open', 'close', 'release', 'sweep'),
    fc.integer({ min: 0, max: 5 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { runner, store } = start();
      const ledger = new ExposureLedger({ store, book: runner.book });
      const ids = new Map<number, string>();
      for (const [action, which] of steps) {
        const id = ids.get(which) ?? 'none';
        if (action === 'run')
          ids.set(which, (await runner.run(planOf(`p${which}`))).decision?.decisionId ?? 'none');
        if (action === 'arm') await ledger.arm(id, execution(id, 'journaled'));
        if (action === 'open') await ledger.open(id, execution(id, 'open'));
        if (action === 'close') await ledger.close(id, 'closed', execution(id, 'closed'));
        if (action === 'release') await ledger.release(id, 'cancel', 1);
        if (action === 'sweep') await ledger.sweep(1000);
        const report = await exposureReport(store, runner.book);
        expect(report.differences).toEqual([]);
        expect(Number(report.total.notional)).toBeLessThanOrEqual(0.0009);
      }
    }),
    { numRuns: runs },
  );
});
