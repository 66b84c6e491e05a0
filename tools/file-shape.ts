import { type HouseFiles, isSource } from './house-files.ts';

export const mostLines = 250;
export const highestMedian = 80;

const ours = /^(packages|examples|tools|scripts|bench)\/.*\.(ts|mjs|js)$/;
const sayNothing = /\/(utils?|helpers?|common|types?|misc|shared|lib)\.(ts|mjs|js)$/;

const linesOf = (content: string): number => content.trimEnd().split('\n').length;

const program = (house: HouseFiles): readonly (readonly [string, string])[] =>
  [...house].filter(([path]) => ours.test(path));

export const longFiles = (house: HouseFiles): readonly string[] =>
  program(house)
    .filter(([, content]) => linesOf(content) > mostLines)
    .map(([path, content]) => `${path} has ${linesOf(content)} lines`);

/** Names that let a file hold anything. */
export const vagueNames = (house: HouseFiles): readonly string[] =>
  program(house)
    .map(([path]) => path)
    .filter((path) => sayNothing.test(path));

export const notKebabCase = (house: HouseFiles): readonly string[] =>
  program(house)
    .map(([path]) => path)
    .filter((path) => !/\/[a-z0-9]+(-[a-z0-9]+)*(\.(config|base|test|test-d))?\.(ts|mjs|js)$/.test(path));

/** Lines of the file in the middle, of all sources. */
export function medianLines(house: HouseFiles): number {
  const lengths = [...house].filter(([path]) => isSource(path)).map(([, content]) => linesOf(content));
  return lengths.toSorted((a, b) => a - b)[Math.floor(lengths.length / 2)] ?? 0;
}
