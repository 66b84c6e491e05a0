import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** `vitest` at the root runs every package as one project, and ends with the count of tests. */
const config: ViteUserConfig = defineConfig({
  test: {
    projects: ['packages/*/vitest.config.ts', 'examples/*/vitest.config.ts', 'tools/vitest.config.ts'],
    reporters: ['default', './scripts/plain-summary.mjs'],
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      reporter: ['text', 'html', 'json-summary'],
    },
  },
});

export default config;
