import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
/** Half of what a start costs is compiling the sources, which stay the same: Node keeps what it compiled here. */
const compiled = fileURLToPath(new URL('../../node_modules/.cache/test-programs', import.meta.url));

export type ServeLine = { readonly event: string } & Readonly<Record<string, unknown>>;

/** The program itself, in a process of its own. */
export class ProgramProcess {
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;
  #out = '';
  #err = '';

  constructor(words: readonly string[], options: SpawnOptions) {
    const env = { NODE_COMPILE_CACHE: compiled, ...options.env };
    this.#child = spawn(
      process.execPath,
      ['--conditions=@tradewarden/source', '--no-warnings', main, ...words],
      { ...options, env, stdio: ['pipe', 'pipe', 'pipe'] },
    );
    this.#exit = once(this.#child, 'close');
    this.#child.stdin?.on('error', () => {});
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.#out += chunk.toString()));
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#err += chunk.toString()));
  }

  get out(): string {
    return this.#out;
  }

  get err(): string {
    return this.#err;
  }

  /** Of `--json`. */
  get lines(): readonly ServeLine[] {
    const whole = this.#out.split('\n').slice(0, -1);
    return whole.map((line) => JSON.parse(line) as ServeLine);
  }

  has(event: string): boolean {
    return this.lines.some((line) => line.event === event);
  }

  write(text: string): void {
    this.#child.stdin?.write(text);
  }

  endInput(): void {
    this.#child.stdin?.end();
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  get isGone(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** The exit code, or the signal that ended it. */
  async ended(): Promise<number | string | null> {
    await this.#exit;
    return this.#child.exitCode ?? this.#child.signalCode;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }
}
