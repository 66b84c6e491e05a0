import { defineConfig } from 'vitest/config';

/** `vitest` at the root runs every package as one project, with one coverage report. */
export default defineConfig({
  test: {
    projects: ['packages/*/vitest.config.ts', 'examples/*/vitest.config.ts', 'tools/vitest.config.ts'],
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      reporter: ['text', 'html', 'json-summary'],
      thresholds: { lines: 80, branches: 80 },
    },
  },
});
