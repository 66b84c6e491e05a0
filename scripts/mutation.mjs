// Mutation tests of risk, then of core, each with its own threshold; both run, and one below its threshold fails.
// The first word may name one of them: `npm run mutation -- risk -m 'src/sizing/*.ts'`. All others go to Stryker.
import { spawnSync } from 'node:child_process';

const words = process.argv.slice(2);
const packages = ['risk', 'core'];
const named = packages.includes(words[0]) ? [words.shift()] : packages;

for (const name of named) {
  const run = ['--filter', `@tradewarden/${name}`, 'run', 'mutation', ...words];
  const { status } = spawnSync('pnpm', run, { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
