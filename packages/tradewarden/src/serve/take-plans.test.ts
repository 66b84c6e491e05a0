import { type RunResult, VirtualClock } from '@tradewarden/core';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { InputLine } from '../intake/input-line.ts';
import { takePlans, type TakePlansOptions } from './take-plans.ts';
import { Troubles } from './troubles.ts';

async function* sent(lines: readonly InputLine[]): AsyncGenerator<InputLine> {
  yield* lines;
}
const unavailable: RunResult = {
  status: 'failed',
  error: { code: 'STORE_UNAVAILABLE', message: 'locked' },
};

function stand(lines: AsyncIterable<InputLine>, results: readonly RunResult[]) {
  const clock = new VirtualClock(1000);
  const said: string[] = [];
  const say = (event: string, text: string): void => void said.push(`${event} | ${text}`);
  const left = [...results];
  let approvals = 0;
  const options: TakePlansOptions = {
    source: { name: '-', lines, close: () => {} },
    runner: { run: async () => left.shift() ?? unavailable },
    clock,
    say,
    troubles: new Troubles(say),
    before: async () => {},
    approved: () => void (approvals += 1),
  };
  return { clock, said, options, approvals: () => approvals };
}

test('a plan waits for the store and is decided then; one that is none costs no other', async () => {
  const lines = sent([
    { line: 1, error: 'not JSON' },
    { line: 2, value: {} },
    { line: 4, value: {} },
  ]);
  const approved: RunResult = { status: 'committed', planId: 'a', symbol: 'A/B', verdict: 'approved' };
  const again: RunResult = { status: 'duplicate', planId: 'a', symbol: 'A/B', verdict: 'approved' };
  const { clock, said, options, approvals } = stand(lines, [unavailable, unavailable, approved, again]);
  const over = new AbortController();
  const taking = takePlans(options, new AbortController().signal).finally(() => over.abort());
  while (!over.signal.aborted) {
    clock.advance(1000);
    await turn();
  }
  await taking;
  expect(approvals()).toBe(1);
  expect(said).toEqual([
    'unreadable | line 1: unreadable: not JSON',
    'trouble | trouble: store: locked; it is tried again',
    'recovered | store works again',
    'plan | line 2: plan a A/B approved',
    'plan | line 4: plan a A/B was decided before: approved',
    'input-ended | standard input has ended; serving goes on',
  ]);
});

test('stopped while the store is away, it says from where plans have to be sent again', async () => {
  const rejected: RunResult = { status: 'committed', planId: 'a', verdict: 'rejected' };
  const lines = sent([
    { line: 1, value: {} },
    { line: 2, value: {} },
  ]);
  const { said, options, approvals } = stand(lines, [rejected]);
  const stopping = new AbortController();
  const taking = takePlans(options, stopping.signal);
  for (let turns = 0; turns < 20; turns += 1) await turn();
  stopping.abort();
  await taking;
  expect(said.at(-1)).toBe(
    'input-left | plans after line 1 of standard input are not decided: send them again',
  );
  expect(approvals()).toBe(0);
});

test('input that breaks off is told with where', async () => {
  async function* broken(): AsyncGenerator<InputLine> {
    yield { line: 1, error: 'odd' };
    throw new Error('EIO');
  }
  const { said, options } = stand(broken(), []);
  await takePlans(options, new AbortController().signal);
  expect(said.at(-1)).toBe('input-failed | no plans come in after line 1 of standard input: EIO');
});
