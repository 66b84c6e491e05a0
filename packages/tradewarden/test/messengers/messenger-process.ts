import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { MessengerOrders } from './messenger-accounts.ts';

const program = fileURLToPath(new URL('./messenger.ts', import.meta.url));

/** A `messenger.ts` that was started here; it loads its libraries and waits for its orders. */
export class MessengerProcess {
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown>;
  #said = '';
  #complaints = '';
  #isGone = false;

  /** `cache`: a directory where Node keeps compiled modules for the next one. */
  constructor(cache: string) {
    const words = ['--conditions=@tradewarden/source', '--no-warnings', program];
    const env = { ...process.env, NODE_COMPILE_CACHE: cache };
    this.#child = spawn(process.execPath, words, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#exit = once(this.#child, 'close').then(() => (this.#isGone = true));
    this.#child.stdin?.on('error', () => {});
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.#said += chunk.toString()));
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#complaints += chunk.toString()));
  }

  start(orders: MessengerOrders): void {
    this.#child.stdin?.write(`${JSON.stringify(orders)}\n`);
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** Until it ended: by itself when nothing waited, or killed. */
  async ended(): Promise<'done' | 'killed'> {
    await this.#exit;
    if (this.#child.signalCode === 'SIGKILL') return 'killed';
    if (!this.#said.endsWith('done\n')) throw new Error(`a messenger failed: ${this.#complaints}`);
    return 'done';
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }
}
