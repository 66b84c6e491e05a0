import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A `decider.ts` that was started here, and what it said. */
export class DeciderProcess {
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;
  #output = '';
  #complaints = '';

  constructor(parameters: readonly string[]) {
    const program = fileURLToPath(new URL('./decider.ts', import.meta.url));
    const words = ['--conditions=@tradewarden/source', '--no-warnings', program, ...parameters];
    this.#child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#exit = once(this.#child, 'close');
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#complaints += chunk.toString()));
  }

  /** Until it is at work and has acknowledged so many decisions. */
  async said(count: number): Promise<void> {
    const enough = (): boolean => this.#output !== '' && this.acknowledged.size >= count;
    while (!enough() && this.#child.exitCode === null && this.#child.stdout !== null)
      await Promise.race([once(this.#child.stdout, 'data'), this.#exit]);
  }

  async finished(): Promise<void> {
    await this.#exit;
    if (!this.#output.endsWith('done\n')) throw new Error(`a decider did not finish: ${this.#complaints}`);
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  /** Verdicts by plan, as acknowledged; a line that a kill cut off does not count. */
  get acknowledged(): ReadonlyMap<string, string> {
    const lines = this.#output.slice(0, this.#output.lastIndexOf('\n')).split('\n');
    return new Map(
      lines.flatMap((line) => {
        const [word, planId = '', verdict = ''] = line.split(' ');
        return word === 'ok' ? [[planId, verdict] as const] : [];
      }),
    );
  }
}
