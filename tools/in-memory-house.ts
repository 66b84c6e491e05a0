import type { HouseFiles } from './house-files.ts';

/** A small house for self-tests: two packages that keep every rule, with some files replaced or added. */
export function inMemoryHouse(changes: Readonly<Record<string, string>> = {}): HouseFiles {
  return new Map(Object.entries({ ...soundHouse, ...changes }));
}

const manifest = (name: string, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    name,
    exports: { '.': { '@tradewarden/source': './src/index.ts' } },
    ...more,
  });

const soundHouse: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: 'root', devDependencies: { vitest: '1' } }),
  'packages/core/package.json': manifest('@tradewarden/core', {
    exports: {
      '.': { '@tradewarden/source': './src/index.ts' },
      './app': { '@tradewarden/source': './src/app/index.ts' },
      './gate': { '@tradewarden/source': './src/gate/index.ts' },
    },
    peerDependencies: { tsyringe: '1' },
  }),
  'packages/core/src/index.ts':
    "export { plan } from './domain/plan.ts';\nexport type { App } from './app/index.ts';",
  'packages/core/src/domain/plan.ts': 'export const plan = 1;',
  'packages/core/src/gate/index.ts': 'export const mint = 1;',
  'packages/core/src/app/index.ts':
    "import { make } from '../container/make.ts';\nexport type App = typeof make;",
  'packages/core/src/container/make.ts':
    "import { container } from 'tsyringe';\nexport const make = container;",
  'packages/core/src/channel/channel.ts': 'export interface Channel {}',
  'packages/notify/package.json': manifest('@tradewarden/notify'),
  'packages/notify/src/index.ts': 'export const formatted = 1;',
  'packages/risk/package.json': manifest('@tradewarden/risk', {
    dependencies: { zod: '1' },
    peerDependencies: { '@tradewarden/core': '1' },
    devDependencies: { '@tradewarden/testing': '1' },
  }),
  'packages/risk/src/index.ts': "import { plan } from '@tradewarden/core';\nexport const size = plan;",
  'packages/testing/package.json': manifest('@tradewarden/testing'),
  'packages/testing/src/index.ts': 'export const suite = 1;',
};
