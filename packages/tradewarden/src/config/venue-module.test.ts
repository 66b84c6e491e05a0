import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@tradewarden/core';
import type { OrderRequest } from '@tradewarden/core/venue';
import { afterAll, expect, test } from 'vitest';
import { openVenue } from './venue-module.ts';

const directory = mkdtempSync(join(tmpdir(), 'tradewarden-venue-'));
afterAll(() => rmSync(directory, { recursive: true }));
let count = 0;
const moduleOf = (source: string): string => {
  const path = join(directory, `venue-${(count += 1)}.ts`);
  writeFileSync(path, source);
  return path;
};
const context = { clock: systemClock, account: 'main', mode: 'paper' } as const;
const { signal } = new AbortController();
const venue = (changes = ''): string => `
  const call = async () => ({ status: 'failed', reason: 'none' });
  export default (context: { account: string }) => ({
    specification: 'venue/v1', id: 'mine-' + context.account,
    capabilities: { external: false, orders: ['limit'], reduceOnly: true, absenceMarginMs: 1, readLagMs: 1 },
    submit: call, lookup: call, cancel: call, openOrders: call, fillsSince: call,
    positions: call, balances: call, serverTime: call, identity: call, ${changes}
  });`;

test('a module gives a venue, which is guarded: nothing that no gate has approved is submitted', async () => {
  const made = await openVenue(moduleOf(venue()), context, signal);
  expect(made.id).toBe('mine-main');
  await expect(
    made.submit({ clientOrderId: 'a', reduceOnly: false } as OrderRequest as never, signal),
  ).rejects.toThrow('never passed a gate');
});

test('a function that is exported by the name venue will do', async () => {
  const source = venue().replace('export default', 'export const venue =');
  expect((await openVenue(moduleOf(source), context, signal)).id).toBe('mine-main');
});

test.each([
  ['export const other = 1;', 'to be a function (context) => Venue; it is missing'],
  ['export const venue = 1;', 'it is number'],
  ['export default 5;', 'it is number'],
  ['export default () => { throw new Error("no key"); };', 'its function failed: no key'],
  ['export default () => null;', 'is no venue but null'],
  ['export default () => ({});', 'its specification is undefined, not venue/v1'],
  ['export default () => ({ specification: "venue/v1" });', 'it has no id'],
  ['export default () => ({ specification: "venue/v1", id: "a" });', 'it declares no capabilities'],
  [venue('cancel: undefined'), 'it has no cancel'],
  [venue('capabilities: { external: true, orders: [] }'), 'is external, where orders are real'],
  ['this is no source', 'cannot load'],
])('%s is refused in words', async (source, why) => {
  await expect(openVenue(moduleOf(source), context, signal)).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringContaining(why) as string,
  });
});

test('one that does not start says so', async () => {
  const path = moduleOf(venue('start: async () => { throw new Error("down"); }'));
  await expect(openVenue(path, context, signal)).rejects.toThrow('venue mine-main did not start: down');
});
