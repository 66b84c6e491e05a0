import { mergeConfig, type ViteUserConfig } from 'vitest/config';
import base from '../../vitest.base.ts';

/** Mutants are put to the tests of what they stand in; histories and orders of processes would take most of the time. */
const config: ViteUserConfig = mergeConfig(base, {
  test: {
    exclude: [
      'src/audit/**',
      'src/what-if/**',
      'src/replay*.test.ts',
      'src/real-instruments.test.ts',
      'src/**/*-interleavings.test.ts',
    ],
  },
});

export default config;
