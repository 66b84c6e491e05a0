import { expect, test } from 'vitest';
import { LesserWait, type Wait } from './lesser-wait.ts';

/** How often each way was chosen in 320 tries that take so many milliseconds. */
function choices(wait: LesserWait, takes: (way: Wait, index: number) => number): Record<Wait, number> {
  const chosen = { awake: 0, asleep: 0 };
  for (let index = 0; index < 320; index += 1) {
    const way = wait.choose();
    chosen[way] += 1;
    wait.took(way, takes(way, index));
  }
  return chosen;
}

const quiet = (way: Wait): number => (way === 'awake' ? 0.2 : 0.25);
const busy = (way: Wait): number => (way === 'awake' ? 0.45 : 0.25);

test('the shorter way is taken, and the other looked at once in 16 times', () => {
  expect(choices(new LesserWait(), quiet)).toEqual({ awake: 293, asleep: 27 });
  expect(choices(new LesserWait(), busy)).toEqual({ awake: 27, asleep: 293 });
});

test('it follows a machine that becomes busy, and one that becomes quiet again', () => {
  const wait = new LesserWait();
  choices(wait, quiet);
  expect(choices(wait, busy).asleep).toBeGreaterThan(280);
  for (let more = 0; more < 3; more += 1) choices(wait, quiet);
  expect(choices(wait, quiet).awake).toBeGreaterThan(280);
});

test('no slow sync decides, and what gains little costs no processor', () => {
  expect(
    choices(new LesserWait(), (way, index) => (index % 40 === 0 ? 50 : quiet(way))).awake,
  ).toBeGreaterThan(250);
  expect(choices(new LesserWait(), (way) => (way === 'awake' ? 0.249 : 0.25)).asleep).toBeGreaterThan(250);
});
