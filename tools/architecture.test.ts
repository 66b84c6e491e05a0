import { describe, expect, test } from 'vitest';
import { asyncInDomain, librariesInContracts, mainEntryBreaches, roomBreaches } from './core-rooms.ts';
import { undeclaredImports } from './declared-imports.ts';
import { layerBreaches } from './dependency-rule.ts';
import { type HouseFiles, readHouse } from './house-files.ts';
import { edgesOf } from './import-graph.ts';
import { importCycles } from './import-cycles.ts';
import { inMemoryHouse } from './in-memory-house.ts';
import { membersOf, rootManifest } from './workspace.ts';

const checks = {
  layers: (house: HouseFiles) => layerBreaches(membersOf(house), edgesOf(house)),
  rooms: (house: HouseFiles) => roomBreaches(edgesOf(house)),
  'main entry of core': (house: HouseFiles) => mainEntryBreaches(edgesOf(house)),
  'asynchronous domain': asyncInDomain,
  'libraries in contracts': (house: HouseFiles) => librariesInContracts(house, membersOf(house)),
  cycles: (house: HouseFiles) => importCycles(edgesOf(house)),
  'undeclared imports': (house: HouseFiles) =>
    undeclaredImports(membersOf(house), rootManifest(house), edgesOf(house)),
};

type CheckName = keyof typeof checks;

describe('this repository', () => {
  const house = readHouse();

  test('is read at all', () => {
    expect(edgesOf(house).length).toBeGreaterThan(100);
    expect(membersOf(house).length).toBeGreaterThan(10);
  });

  test.each(Object.entries(checks))('keeps its rule on %s', (_, check) => {
    expect(check(house)).toEqual([]);
  });
});

describe('the checks themselves', () => {
  test.each(Object.entries(checks))('%s: find nothing in a sound house', (_, check) => {
    expect(check(inMemoryHouse())).toEqual([]);
  });

  const core = 'packages/core/src';
  const risk = 'packages/risk/src/index.ts';

  test.each<[CheckName, string, string, string]>([
    ['layers', risk, "import { f } from '@tradewarden/notify';", 'may import @tradewarden/core only'],
    ['layers', risk, "import type { f } from '@tradewarden/notify';", 'may import @tradewarden/core only'],
    ['layers', risk, "import { f } from '../../notify/src/index.ts';", 'leaves its package'],
    ['layers', risk, "import { f } from '@tradewarden/testing';", 'is for tests'],
    ['layers', risk, "import { f } from '@tradewarden/core/inner';", 'leads nowhere'],
    ['layers', risk, "import { f } from '@tradewarden/core/app';", 'loads the container'],
    ['layers', 'packages/notify/src/index.ts', "import '@tradewarden/core/gate';", 'mints Approved'],
    ['layers', 'packages/notify/src/x.ts', "import { f } from './absent.ts';", 'leads nowhere'],
    ['layers', `${core}/index.ts`, "import { f } from '@tradewarden/risk';", 'no other package'],
    ['rooms', `${core}/domain/plan.ts`, "import type { A } from '../app/index.ts';", 'domain imports domain'],
    ['rooms', `${core}/domain/plan.ts`, "import { f } from 'node:fs';", 'domain imports domain'],
    ['rooms', `${core}/app/index.ts`, "import { f } from 'tsyringe';", 'only container'],
    ['rooms', `${core}/channel/x.ts`, "import { f } from '../container/make.ts';", 'only app'],
    ['main entry of core', `${core}/index.ts`, "export { A } from './app/index.ts';", 'app/index.ts'],
    ['main entry of core', `${core}/domain/plan.ts`, "import 'zod';", 'loads zod'],
    ['main entry of core', `${core}/domain/plan.ts`, "import { type F } from 'node:fs';", 'loads node:fs'],
    ['asynchronous domain', `${core}/domain/plan.ts`, 'export async function f() {}', 'asynchronous'],
    ['libraries in contracts', `${core}/channel/channel.ts`, '// as in zod', 'the library zod'],
    ['libraries in contracts', `${core}/venue/venue.ts`, 'export type Ccxt = 1;', 'the library Ccxt'],
    ['cycles', `${core}/domain/plan.ts`, "import { f } from './plan.ts';", 'plan.ts -> '],
    ['cycles', `${core}/domain/plan.ts`, "import { f } from '../index.ts';", 'index.ts -> '],
    ['undeclared imports', risk, "import { f } from 'lodash';", 'lodash'],
    ['undeclared imports', risk, "import { f } from 'vitest';", 'vitest'],
    ['undeclared imports', 'packages/risk/test/x.ts', "import { f } from '@x/y/z';", '@x/y/z'],
  ])('%s: find the fault in %s: %s', (name, path, content, expected) => {
    expect(checks[name](inMemoryHouse({ [path]: content })).join('\n')).toContain(expected);
  });

  test.each<[CheckName, string, string]>([
    ['layers', 'packages/risk/test/x.ts', "import { suite } from '@tradewarden/testing';"],
    ['layers', 'packages/risk/src/x.test.ts', "import { f } from '@tradewarden/notify';"],
    ['cycles', `${core}/domain/plan.ts`, "import type { f } from '../index.ts';"],
    ['main entry of core', `${core}/domain/plan.ts`, "export const f = () => import('zod');"],
    ['libraries in contracts', `${core}/store/x.ts`, 'export const pgBouncer = 1;'],
    ['undeclared imports', 'packages/risk/test/x.ts', "import { f } from 'vitest';"],
    ['undeclared imports', risk, "import { z } from 'zod/mini';"],
  ])('%s: allow in %s: %s', (name, path, content) => {
    expect(checks[name](inMemoryHouse({ [path]: content }))).toEqual([]);
  });
});
