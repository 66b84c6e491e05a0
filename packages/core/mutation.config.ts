import { mergeConfig, type ViteUserConfig } from 'vitest/config';
import base from '../../vitest.base.ts';

/** Mutants of the trading states are put to the tests of latches, and to those of what a run checks under one. */
const config: ViteUserConfig = mergeConfig(base, {
  test: {
    exclude: ['src/!(latch|runner)/**', 'src/runner/!(latch-parts).test.ts', 'test/**'],
  },
});

export default config;
