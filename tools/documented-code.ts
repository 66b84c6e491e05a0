import type { HouseFiles } from './house-files.ts';

/** A TypeScript block of a page, and what it must print when a `text` block follows it. */
export interface DocumentedCode {
  readonly page: string;
  readonly line: number;
  readonly code: string;
  readonly output: string | undefined;
}

const block = /^```ts\n([\s\S]*?)^```$(?:\n+```text\n([\s\S]*?)^```$)?/gm;

/** Every `ts` block of every page: each is a whole program. */
export const documentedCode = (house: HouseFiles): readonly DocumentedCode[] =>
  [...house]
    .filter(([path]) => path.endsWith('.md') && !path.startsWith('.'))
    .flatMap(([page, text]) =>
      [...text.matchAll(block)].map(({ index, 1: code = '', 2: output }) => ({
        page,
        line: text.slice(0, index).split('\n').length,
        code,
        output,
      })),
    );

/** Whose dependencies the code of a page may use: those of its own package, or for other pages those of the program. */
export const homeOf = (page: string): string =>
  /^(packages\/[^/]+)\//.exec(page)?.[1] ?? 'packages/tradewarden';
