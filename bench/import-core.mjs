// Import time of core's built main entry beside as many empty modules, each in a fresh Node, interleaved; the
// medians of 21 runs as ratios, of the whole process and of the import alone. Needs a build.
// Only the whole process is held to the limit. The import alone stands far above it: empty modules cost nothing to
// compile, and compiling is where nearly all of core's time goes.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const runs = 21;
const limit = 1.5;
const entry = resolve('packages/core/dist/index.js');

/** The files that importing `file` loads. */
function graph(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*["'](\.[^"']+)["']/g)) {
    graph(resolve(dirname(file), path), seen);
  }
  return seen;
}

const median = (values) => values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];
const scratch = mkdtempSync(join(tmpdir(), 'import-core-'));
try {
  const files = graph(entry).size;
  mkdirSync(join(scratch, 'empty'));
  writeFileSync(join(scratch, 'package.json'), '{ "type": "module" }');
  const names = Array.from({ length: files - 1 }, (_, index) => `m${index}.js`);
  for (const name of names) writeFileSync(join(scratch, 'empty', name), 'export const nothing = 0;\n');
  writeFileSync(
    join(scratch, 'empty', 'index.js'),
    names.map((name) => `export * as ${name.slice(0, -3)} from './${name}';`).join('\n'),
  );
  const time = (file) => {
    const code = `const from = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)}); console.log(performance.now() - from);`;
    const started = performance.now();
    const inside = Number(
      execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }),
    );
    return { inside, whole: performance.now() - started };
  };
  const [core, empty] = [[], []];
  for (let run = 0; run < runs; run += 1) {
    core.push(time(entry));
    empty.push(time(join(scratch, 'empty', 'index.js')));
  }
  const figure = (key) => [median(core.map((one) => one[key])), median(empty.map((one) => one[key]))];
  const [whole, wholeEmpty] = figure('whole');
  const [inside, insideEmpty] = figure('inside');
  const ratio = whole / wholeEmpty;
  console.log(
    `core: ${files} modules; process ${whole.toFixed(1)} ms beside ${wholeEmpty.toFixed(1)} ms: ratio ${ratio.toFixed(2)} (limit ${limit})`,
  );
  console.log(
    `import alone: ${inside.toFixed(2)} ms beside ${insideEmpty.toFixed(2)} ms: ratio ${(inside / insideEmpty).toFixed(2)} (no limit)`,
  );
  if (ratio > limit) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
