import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Half of what a start costs is compiling the sources, which stay the same: Node keeps what it compiled here. */
const compiled = fileURLToPath(new URL('../../node_modules/.cache/test-programs', import.meta.url));

/** A program beside the tests that was started here, and what it said. */
export class ChildProgram {
  readonly #path: string;
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;
  #output = '';
  #complaints = '';

  constructor(program: URL, parameters: readonly string[]) {
    this.#path = fileURLToPath(program);
    const words = ['--conditions=@tradewarden/source', '--no-warnings', this.#path, ...parameters];
    this.#child = spawn(process.execPath, words, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    });
    this.#exit = once(this.#child, 'close');
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#complaints += chunk.toString()));
  }

  /** Whole lines; one that a kill cut off does not count. */
  get lines(): readonly string[] {
    return this.#output.split('\n').slice(0, -1);
  }

  /** Verdicts by plan, as its lines `ok <planId> <verdict>` acknowledge them. */
  get acknowledged(): ReadonlyMap<string, string> {
    return new Map(
      this.lines.flatMap((line) => {
        const [word, planId = '', verdict = ''] = line.split(' ');
        return word === 'ok' ? [[planId, verdict] as const] : [];
      }),
    );
  }

  /** Until its lines satisfy, or it is gone. */
  async said(enough: (lines: readonly string[]) => boolean): Promise<void> {
    while (!enough(this.lines) && !this.#isGone() && this.#child.stdout !== null)
      await Promise.race([once(this.#child.stdout, 'data'), this.#exit]);
  }

  /** @throws {Error} with what it complained of, unless it ended after the line `done`. */
  async finished(): Promise<void> {
    await this.#exit;
    if (this.lines.at(-1) !== 'done') throw new Error(`${this.#path} did not finish: ${this.#complaints}`);
  }

  /** @throws {Error} with what it said, unless it ended by SIGKILL. */
  async died(): Promise<void> {
    await this.#exit;
    if (this.#child.signalCode === 'SIGKILL') return;
    throw new Error(`${this.#path} was not killed: ${this.lines.join(', ')} ${this.#complaints}`);
  }

  /** Whatever it does. @throws {Error} when it had ended by itself with an error. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
    if ((this.#child.exitCode ?? 0) !== 0) throw new Error(`${this.#path} failed: ${this.#complaints}`);
  }

  #isGone(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}
