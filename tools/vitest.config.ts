import { defineConfig, type ViteUserConfig } from 'vitest/config';
import base from '../vitest.base.ts';

const config: ViteUserConfig = defineConfig({
  ...base,
  test: { ...base.test, name: 'tools', include: ['*.test.ts'] },
});

export default config;
