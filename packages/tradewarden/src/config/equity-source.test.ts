import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuditRecord, type Decision, systemClock } from '@tradewarden/core';
import { samplePlan } from '@tradewarden/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../test/captured.ts';
import { openNamedStore } from './open-store.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tradewarden-equity-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('equitySource venue: the demo decides by what its venue says, with breakers; run has no venue and says so', async () => {
  const environment = { TRADEWARDEN_EQUITY_SOURCE: 'venue', TRADEWARDEN_LOSS_STREAK: '4' };
  const words = ['demo', '--json', '--no-notify', '--seed', '3', '--symbols', '3'];
  const ran = await run(words, { directory, environment });
  const { database } = JSON.parse(ran.out) as { readonly database: string };
  const { store } = await openNamedStore(`sqlite:${database}`, directory, systemClock);
  const log = (await store.read('main/audit', { after: 0, limit: 5000 })).map(
    ({ value }) => value as unknown as AuditRecord,
  );
  const decisions = log.flatMap(({ type, data }) =>
    type === 'risk.decision' ? [(data as unknown as { readonly decision: Decision }).decision] : [],
  );
  expect(decisions.length).toBeGreaterThan(20);
  const equities = new Set(decisions.map(({ facts }) => JSON.stringify(facts['equity'])));
  expect(equities.size).toBeGreaterThan(10);
  expect([...equities].every((fact) => fact.includes('"source":"sim"'))).toBe(true);
  const tripped = log.find(({ type }) => type === 'breaker.tripped');
  expect(tripped?.data).toMatchObject({ breakers: [{ breaker: 'loss-streak', observed: '4' }] });
  const states = await run(['status', '--json', '--store', `sqlite:${database}`], { directory });
  expect(JSON.parse(states.out)).toMatchObject({
    states: { paper: 'REDUCING', live: 'ACTIVE' },
    breakers: { paper: { equity: { at: expect.any(Number) as number } } },
  });
  const people = await run(['status', '--store', `sqlite:${database}`], { directory });
  expect(people.out).toMatch(/main\/paper equity \d+/);
  await store.close();
  rmSync(join(database, '..'), { recursive: true });
  writeFileSync(join(directory, 'plan.ndjson'), JSON.stringify(samplePlan()));
  for (const command of ['run', 'check']) {
    const refused = await run([command, 'plan.ndjson'], { directory, environment });
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('equitySource venue') as string]);
  }
}, 120_000);

test('a source or zone that is none is refused with what is', async () => {
  const environment = { TRADEWARDEN_EQUITY_SOURCE: 'bank', TRADEWARDEN_LOSS_ZONE: 'Mars/Olympus' };
  const ran = await run(['exposure'], { directory, environment });
  expect([ran.code, ran.err]).toEqual([
    2,
    expect.stringMatching(
      /equitySource: expected one of configuration, venue[\s\S]*loss\.zone: expected a time zone/,
    ),
  ]);
});
