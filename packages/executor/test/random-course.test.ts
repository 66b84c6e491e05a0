import { exposureReport } from '@tradewarden/core';
import { sealAudit, verifyAudit } from '@tradewarden/core/audit';
import { searchRuns } from '@tradewarden/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { courses, walkCourse } from './random-course.ts';

test('whatever fails, dies or is halted, the ledger of the exchange breaks no law', async () => {
  const seen = { fills: 0, deaths: 0, latched: 0, several: 0, taken: 0 };
  const unprotected: number[] = [];
  await fc.assert(
    fc.asyncProperty(courses, async (course) => {
      const { line, verdict, deaths, isLatched } = await walkCourse(course);
      expect(verdict.violations).toEqual([]);
      expect(await exposureReport(line.store, line.book)).toMatchObject({
        total: { notional: '0', count: '0' },
        differences: [],
      });
      unprotected.push(...verdict.unprotectedMs);
      seen.fills += line.entries('filled').length;
      seen.deaths += deaths;
      seen.latched += isLatched ? 1 : 0;
      seen.several += line.entries('accepted').filter(({ order }) => order.side === 'BUY').length > 1 ? 1 : 0;
      seen.taken += line.entries('filled').filter(({ order }) => order.instruction.kind === 'market').length;
      if (seen.fills % 50 > 0) return;
      await sealAudit(line.store, 'main');
      expect((await verifyAudit(line.store, 'main')).ok).toBe(true);
    }),
    { ...searchRuns(1000), endOnFailure: false },
  );
  expect(unprotected.length).toBeGreaterThan(0);
  expect(Math.min(seen.fills, seen.deaths, seen.latched, seen.several, seen.taken)).toBeGreaterThan(0);
}, 3_600_000);
