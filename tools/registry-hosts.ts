import type { HouseFiles } from './house-files.ts';

/** Assembled, so that this file does not find itself. */
const hosts = ['npmjs', 'yarnpkg', 'npmmirror'].map((name) => `registry.${name}`);

/** Mentions of a package registry: which one to use is the machine's business. A lockfile needs no address at all. */
export const registryMentions = (house: HouseFiles): readonly string[] =>
  [...house].flatMap(([path, content]) => {
    const needles = path === 'pnpm-lock.yaml' ? ['://', ...hosts] : hosts;
    return needles.filter((needle) => content.includes(needle)).map((needle) => `${path} names ${needle}`);
  });
