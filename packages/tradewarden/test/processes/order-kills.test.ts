import { join } from 'node:path';
import { TradingLatches } from '@tradewarden/core';
import type { ExecutionPoint, KillPoint } from '@tradewarden/executor';
import { afterEach, describe, expect, test } from 'vitest';
import { chosen } from './chosen.ts';
import type { WireDeath } from './exchange-house.ts';
import { book, bought, closeLines, held, isGuarded, judge, type OrderLine, setUp } from './order-scene.ts';
import { processEngines } from './process-engines.ts';

afterEach(closeLines);

type Mode = 'entries' | 'flatten';

interface Death {
  readonly mode: Mode;
  /** Whether somebody goes on trading meanwhile. */
  readonly isAlone: boolean;
  readonly point?: readonly [KillPoint | ExecutionPoint, number];
  readonly wire?: WireDeath;
}

const killPoints: readonly (readonly [KillPoint, number])[] = [
  ['latched', 1],
  ['taken-back', 1],
  ['asked', 1],
  ['driven', 1],
  ['swept', 1],
  ['swept', 2],
];
/** Of the work on the plans, which a kill does when nobody else does. */
const workPoints: readonly (readonly [ExecutionPoint, number])[] = [
  ['sending', 1],
  ['answered', 1],
  ['read', 1],
  ['recorded', 1],
  ['recorded', 2],
  ['cancelling', 1],
  ['cancelling', 4],
  ['cancelled', 1],
  ['ended', 1],
];
const sides = ['before', 'after'] as const;
const modes: readonly Mode[] = ['flatten', 'entries'];

const deaths: readonly Death[] = [
  ...modes.flatMap((mode) =>
    [false, true].flatMap((isAlone) => killPoints.map((point) => ({ mode, isAlone, point }))),
  ),
  ...workPoints.map((point) => ({ mode: 'flatten' as const, isAlone: true, point })),
  ...sides.map((when) => ({ mode: 'flatten' as const, isAlone: true, wire: { when, nth: 1 } })),
  ...modes.flatMap((mode) =>
    sides.map((when) => ({ mode, isAlone: true, wire: { when, nth: 1, method: 'cancel' as const } })),
  ),
  ...sides.map((when) => ({
    mode: 'flatten' as const,
    isAlone: true,
    wire: { when, nth: 4, method: 'cancel' as const },
  })),
];

const nameOf = ({ mode, isAlone, point, wire }: Death): string =>
  `${mode}, ${isAlone ? 'alone' : 'beside a trader'}, ${
    wire === undefined
      ? `at ${point?.join(' ')}`
      : `with ${wire.method ?? 'submit'} ${wire.nth} on the wire, ${wire.when} it arrives`
  }`;

/** Half of a plan is held and guarded, the other half waits at the exchange. */
async function halfIn(place: () => Promise<string>): Promise<OrderLine> {
  const line = await setUp({ place, farPercent: '50' });
  line.house.begin(line.words);
  await line.house.until('entered', () => bought(line) === 2);
  line.house.move('42100');
  await line.house.until('guarded', () => isGuarded(line, 3));
  return line;
}

const { engines, directory } = processEngines();

async function killTwice(line: OrderLine, { mode, isAlone, point, wire }: Death): Promise<void> {
  const { house, words } = line;
  if (isAlone) await house.close();
  const [location = '', began = ''] = words;
  const kill = [location, began, mode, join(directory(), 'kill')];
  await house.gone(house.begin([...kill, ...(point ?? []).map(String)], wire, 'kill'));
  expect(house.said).toEqual([]);
  await house.gone(house.begin(kill, undefined, 'kill'));
}

describe.each(engines)('on %s', (engine, place) => {
  test.each(chosen(deaths, engine === 'SQLite' ? 8 : 2).map((death) => [nameOf(death), death] as const))(
    'a kill dies: %s. Made again it ends what it is to end, and reports it',
    { timeout: 120_000 },
    async (_, death) => {
      const line = await halfIn(place);
      const { house } = line;
      await killTwice(line, death);
      expect(house.said).toEqual([
        expect.objectContaining({
          status: 'KILLED_CLEAN',
          latched: { store: true, flag: true },
          residual: { orders: [], positions: [], unknown: [] },
        }),
      ]);
      const isFlat = death.mode === 'flatten';
      const open = house.exchange.openOrders();
      expect(open.filter(({ reduceOnly }) => !reduceOnly)).toEqual([]);
      expect(held(line).isZero()).toBe(isFlat);
      if (isFlat) expect(open).toEqual([]);
      else expect(isGuarded(line, 3)).toBe(true);
      expect(bought(line)).toBe(2);
      const latch = await new TradingLatches({ store: line.store, book }).find('account');
      expect(latch?.state).toBe('HALTED');
      const latches = [{ from: latch?.causes[0]?.at ?? 0 }];
      expect((await judge(line, isFlat, latches)).violations).toEqual([]);
      expect(house.complaints.join('')).toBe('');
    },
  );
});
