import { availableParallelism } from 'node:os';
import { defaultServerConditions } from 'vite';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const conditions = ['@tradewarden/source', ...defaultServerConditions];

/** Tests run on the sources of every workspace package: nothing has to be built first. */
const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    environment: 'node',
    // Vitest would leave one of two cores idle, and many tests wait for processes and servers.
    maxWorkers: Math.max(2, availableParallelism()),
    // Night counts take minutes on 2 cores; by day nothing may take half a minute unless it says so.
    testTimeout: process.env['TRADEWARDEN_RUNS'] === 'night' ? 600_000 : 30_000,
  },
});

export default config;
