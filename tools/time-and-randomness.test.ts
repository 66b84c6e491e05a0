import { describe, expect, test } from 'vitest';
import { readHouse } from './house-files.ts';
import { type Allowance, machineTimeAllowed } from './machine-time-allowed.ts';
import { type MachineUse, machineUses } from './machine-time.ts';

const namesIn = (content: string, path = 'packages/a/src/x.ts'): readonly string[] =>
  machineUses(new Map([[path, content]])).map(({ name }) => name);

const allows = (allowance: Allowance, { path, name }: MachineUse): boolean =>
  path.startsWith(allowance.path) && allowance.names.includes(name);

describe('this repository', () => {
  const uses = machineUses(readHouse());

  test('asks the machine for time and randomness only where that is allowed', () => {
    const breaches = uses.filter((use) => !machineTimeAllowed.some((allowance) => allows(allowance, use)));
    expect(breaches.map(({ path, line, name }) => `${path}:${line} ${name}`)).toEqual([]);
  });

  test.each(machineTimeAllowed)('needs the allowance for $path', (allowance) => {
    const needed = allowance.names.filter((name) =>
      uses.some((use) => use.name === name && allows(allowance, use)),
    );
    expect(needed).toEqual(allowance.names);
  });
});

describe('the check itself', () => {
  test.each([
    ['Date.now();', 'Date.now'],
    ['const f = Date.now;', 'Date.now'],
    ['new Date();', 'Date()'],
    ['new Date;', 'Date()'],
    ['Date();', 'Date()'],
    ['setTimeout(f, 1);', 'setTimeout'],
    ['globalThis.setInterval(f, 1);', 'setInterval'],
    ["import { setTimeout as sleep } from 'node:timers/promises';", 'setTimeout'],
    ['Math.random();', 'Math.random'],
    ['performance.now();', 'performance.now'],
    ['process.hrtime.bigint();', 'hrtime'],
    ['AbortSignal.timeout(1);', 'AbortSignal.timeout'],
    ['globalThis.crypto.randomUUID();', 'randomUUID'],
    ["import { randomBytes as bytes } from 'node:crypto';", 'randomBytes'],
  ])('finds %s', (content, name) => expect(namesIn(content)).toContain(name));

  test.each([
    'new Date(plan.createdAt);',
    'Date.UTC(2024, 1);',
    "'Date.now()';",
    '// Date.now()',
    'clock.now();',
  ])('leaves %s', (content) => expect(namesIn(content)).toEqual([]));

  test('leaves tests and what is not a source', () => {
    for (const path of ['packages/a/src/x.test.ts', 'packages/a/test/x.ts', 'tools/x.ts']) {
      expect(namesIn('Date.now();', path)).toEqual([]);
    }
  });
});
