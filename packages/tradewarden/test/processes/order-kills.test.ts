import { KillSwitch } from '@tradewarden/executor';
import { afterEach, expect, test } from 'vitest';
import { bought, closeLines, isGuarded, judge, setUp } from './order-scene.ts';

afterEach(closeLines);

test.each([0, 1, 2, 3, 4])(
  'the trader is killed and the kill dies at step %i: made again, it ends flat with nothing left',
  { timeout: 90_000 },
  async (nth) => {
    const line = await setUp();
    const { house, store, words, clock } = line;
    house.begin(words);
    await house.until('entered', () => bought(line) > 0);
    house.move('42100');
    await house.until('guarded', () => isGuarded(line, 3));
    let points = 0;
    const kill = (crash?: () => void): KillSwitch =>
      new KillSwitch({
        store,
        venue: house.venue,
        account: 'main',
        mode: 'paper',
        clock,
        ...(crash === undefined ? {} : { crash }),
      });
    const request = {
      mode: 'flatten',
      reason: 'test',
      actor: { kind: 'user', id: 'operator' },
    } as const;
    const dying = kill(() => {
      points += 1;
      if (points > nth) throw new Error('died');
    });
    // The trader dies with it: whoever kills again is alone.
    await expect(dying.kill(request)).rejects.toThrow('died');
    await house.close();
    const report = await kill().kill(request);
    expect(report).toMatchObject({
      status: 'KILLED_CLEAN',
      residual: { orders: [], positions: [], unknown: [] },
    });
    expect(bought(line)).toBe(1);
    expect((await judge(line)).violations).toEqual([]);
  },
);
