import { venueSuite } from '@tradewarden/testing';
import { describe, test } from 'vitest';
import { simulatedBench } from './simulated-bench.ts';

describe('the simulated venue', () => {
  venueSuite(test, { open: () => simulatedBench() });
});

describe('the simulated venue with small pages', () => {
  venueSuite(test, { open: () => simulatedBench({ pageSize: 1 }) });
});
