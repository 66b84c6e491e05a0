import { expect, test } from 'vitest';
import { breakerAlert } from './breaker-alert.ts';
import type { LatchCause } from './latch.ts';

const actor = { kind: 'process', id: 'runner' } as const;
const causeOf = (cause: string, state: LatchCause['state']): LatchCause => {
  return { cause, state, reason: 'test', actor, at: 7 };
};

test('what is new is told, not what stood already; another breaker or a stricter one is another alert', () => {
  const [known, loss] = [causeOf('operator', 'REDUCING'), causeOf('daily-loss', 'HALTED')];
  const change = { causes: [causeOf('operator', 'REDUCING'), loss], state: 'HALTED' } as const;
  const { lane, payload } = breakerAlert('account', change, [known, loss], 7);
  expect(lane).toBe('critical');
  expect(payload).toMatchObject({
    kind: 'alert',
    subject: {
      topic: 'breaker',
      at: 7,
      subject: 'account',
      text: 'account is HALTED: daily-loss (test)',
      fingerprint: 'breaker\naccount\ndaily-loss HALTED',
    },
  });
});
