#!/usr/bin/env node
// Starts the program. Plain JavaScript for any Node from 20 on, so that an old one gets a sentence to
// act on instead of a stack trace. Inside the repository it runs the sources on the pinned Node;
// published, where there are no sources, it imports what was built.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [24, 15];
const NEEDED = `tradewarden needs Node ${OLDEST_NODE.join('.')} or newer, this is ${process.version}`;

const source = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const pinnedNode = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));

function isNewEnough([oldestMajor, oldestMinor], version) {
  const [major, minor] = version.split('.').map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

function refuse(remedy) {
  console.error(`${NEEDED}: ${remedy}.`);
  process.exitCode = 2;
}

function runSources(node) {
  const child = spawn(node, ['--conditions=@tradewarden/source', source, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  const onTerminal = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  if (process.platform !== 'win32') process.on('SIGUSR2', () => child.kill('SIGUSR2'));
  // Ctrl-C reaches the child by itself, since a terminal signals the whole group. Passing it on as well
  // would be a second one, which means "stop at once, without cleaning up".
  process.on('SIGINT', () => onTerminal || child.kill('SIGINT'));
  child.on('error', (error) => {
    console.error(`tradewarden could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}

const recent = isNewEnough(OLDEST_NODE, process.versions.node);
if (existsSync(source)) {
  if (existsSync(pinnedNode)) runSources(pinnedNode);
  else if (recent) runSources(process.execPath);
  else refuse('run `npm start` in the repository, which installs one, or install it yourself');
} else if (recent) {
  await import('../dist/main.js');
} else {
  refuse('install a current one, see https://nodejs.org');
}
