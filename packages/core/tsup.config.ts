import base from '../../tsup.base.ts';
import type { Options } from 'tsup';

/** Splitting keeps one copy of every class across the entries. */
const config: Options = {
  ...base,
  // Compiling is most of what an import costs. Names stay, and the maps lead to the sources.
  esbuildOptions: (options) => {
    options.minifyWhitespace = true;
    options.minifySyntax = true;
  },
  entry: {
    index: 'src/index.ts',
    'app/index': 'src/app/index.ts',
    'audit/index': 'src/audit/index.ts',
    'equity/index': 'src/equity/index.ts',
    'gate/index': 'src/gate/index.ts',
    'latch/index': 'src/latch/index.ts',
    'venue/index': 'src/venue/index.ts',
  },
};

export default config;
