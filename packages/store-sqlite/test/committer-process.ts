import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('committer.ts', import.meta.url));

/** The program committer.ts as a child process, and what it has said so far. */
export class CommitterProcess {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;
  #output = '';
  #complaints = '';

  constructor(path: string, name: string, cap: number) {
    this.name = name;
    const parameters = ['--conditions=@tradewarden/source', script, path, name, String(cap)];
    this.#child = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#exit = once(this.#child, 'close');
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#complaints += chunk.toString()));
  }

  /** The first commit was acknowledged, so it is at work. */
  async started(): Promise<void> {
    while (this.#output === '' && this.#child.stdout !== null) {
      await Promise.race([once(this.#child.stdout, 'data'), this.#exit]);
      if (this.#output === '') throw new Error(`${this.name} ended without a commit: ${this.#complaints}`);
    }
  }

  /** What it said until it ended by itself. */
  async finished(): Promise<void> {
    await this.#exit;
    if (!this.#output.endsWith('full\n')) throw new Error(`${this.name} did not finish: ${this.#complaints}`);
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  /** Acknowledged commits; a line that the kill cut off does not count. */
  get acknowledged(): readonly { readonly key: string; readonly amount: number }[] {
    const lines = this.#output.slice(0, this.#output.lastIndexOf('\n')).split('\n');
    return lines.flatMap((line) => {
      const [word, index, amount] = line.split(' ');
      return word === 'ok' ? [{ key: `record/${this.name}/${index ?? ''}`, amount: Number(amount) }] : [];
    });
  }
}
