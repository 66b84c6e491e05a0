import type { Instruction } from '@tradewarden/core/venue';
import * as fc from 'fast-check';
import type { Exchange } from '../src/exchange/index.ts';
import { bar, btc, hour, request } from './exchange-line.ts';

/** One thing that happens; prices in whole ticks of 0.1 around 100, quantities in steps of 0.001. */
export type Happening =
  | {
      readonly kind: 'order';
      readonly buy: boolean;
      readonly steps: number;
      readonly how: 'limit' | 'limit-ioc' | 'market' | 'stop-market';
      readonly ticks: number;
      readonly reduceOnly: boolean;
      /** Of a limit; absent: as long as it takes. */
      readonly minutes?: number | undefined;
    }
  | { readonly kind: 'cancel'; readonly which: number }
  | { readonly kind: 'bar'; readonly ticks: readonly [number, number, number, number] }
  | { readonly kind: 'trade'; readonly ticks: number; readonly steps: number }
  | { readonly kind: 'quote'; readonly ticks: number; readonly spread: number };

const ticks = fc.integer({ min: -200, max: 200 });

export const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('order'),
      buy: fc.boolean(),
      steps: fc.integer({ min: 1, max: 90_000 }),
      how: fc.constantFrom('limit', 'limit-ioc', 'market', 'stop-market'),
      ticks,
      reduceOnly: fc.boolean(),
      minutes: fc.option(fc.integer({ min: 1, max: 200 }), { nil: undefined }),
    }),
  },
  fc.record({ kind: fc.constant('cancel'), which: fc.nat(20) }),
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('bar'), ticks: fc.tuple(ticks, ticks, ticks, ticks) }),
  },
  fc.record({ kind: fc.constant('trade'), ticks, steps: fc.integer({ min: 1, max: 5000 }) }),
  fc.record({ kind: fc.constant('quote'), ticks, spread: fc.nat(5) }),
) as fc.Arbitrary<Happening>;

const price = (count: number): string => ((1000 + count) / 10).toFixed(1);

/** Plays a session, one happening an hour; `check` runs after each and at every stop of a bar. */
export function play(exchange: Exchange, session: readonly Happening[], check: () => void): void {
  for (const [index, step] of session.entries()) {
    const at = index * hour;
    switch (step.kind) {
      case 'order': {
        const instruction: Instruction =
          step.how === 'market'
            ? { kind: 'market' }
            : step.how === 'stop-market'
              ? { kind: 'stop-market', trigger: price(step.ticks) }
              : {
                  kind: step.how,
                  price: price(step.ticks),
                  ...(step.how === 'limit' && step.minutes !== undefined
                    ? { goodTill: at + step.minutes * 60_000 }
                    : {}),
                };
        const quantity = (step.steps / 1000).toFixed(3);
        const { reduceOnly } = step;
        exchange.submit(
          request(step.buy ? 'BUY' : 'SELL', quantity, instruction, {
            reduceOnly,
            clientOrderId: `o${index}`,
          }),
          at,
        );
        break;
      }
      case 'cancel':
        exchange.cancel({ clientOrderId: `o${step.which}`, namespace: 'regular' }, at);
        break;
      case 'bar': {
        const [open, , , close] = step.ticks;
        const [high, low] = [Math.max(...step.ticks), Math.min(...step.ticks)];
        for (const _ of exchange.bar(
          btc,
          bar(price(open), price(high), price(low), price(close), at),
          hour - 1,
        ))
          check();
        break;
      }
      case 'trade':
        exchange.trade(btc, { price: price(step.ticks), quantity: (step.steps / 1000).toFixed(3) }, at);
        break;
      case 'quote':
        exchange.quote(btc, { bid: price(step.ticks), ask: price(step.ticks + step.spread) }, at);
        break;
    }
    check();
  }
}
