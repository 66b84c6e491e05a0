import type { LatchCause } from '@tradewarden/core';
import type { Terminal } from '../console/terminal.ts';

/** Who sits at the terminal, as records name them. */
export const operatorOf = ({ environment }: Pick<Terminal, 'environment'>): LatchCause['actor'] => ({
  kind: 'user',
  id: environment['USER'] ?? environment['USERNAME'] ?? 'operator',
});
