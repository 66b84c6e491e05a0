import { chmod, mkdir, open, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ConfigError } from '../../errors/config-error.ts';
import type { AuditKey } from './audit-key.ts';
import { ed25519Signer, newPrivateKey, type Signer } from './signer.ts';

let replaced = 0;

const idOf = ({ vkey }: Pick<AuditKey, 'vkey'>): string => vkey.split('+')[1] ?? '';

/**
 * Private keys of one log as files `<id>.pem` (PKCS#8, readable by their owner only), and `keys.json`, the list of
 * public keys to verify by. Keep it apart from the store: who can write both can forge.
 */
export class KeyFolder {
  readonly path: string;
  readonly #name: string;

  /** `name`: of every key in it, such as the origin of the log. Nothing is made before it is asked for. */
  constructor(path: string, name: string) {
    this.path = path;
    this.#name = name;
  }

  /** @throws {ConfigError} a key file is readable by others, or not a key. */
  async signers(): Promise<readonly Signer[]> {
    const files = (await this.#files()).filter((file) => file.endsWith('.pem')).toSorted();
    const signers = await Promise.all(files.map(async (file) => ({ file, signer: await this.#read(file) })));
    // A key of another log in the same folder has another name, so another id than its file.
    return signers.filter(({ file, signer }) => `${idOf(signer)}.pem` === file).map(({ signer }) => signer);
  }

  /** Makes a key; it signs once the log takes it. */
  async create(): Promise<Signer> {
    const pem = newPrivateKey();
    const signer = ed25519Signer(this.#name, pem);
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    await synced(dirname(this.path));
    await this.#replace(`${idOf(signer)}.pem`, pem, 0o600);
    return signer;
  }

  /** What to verify by: the keys that were remembered. @throws {ConfigError} the list is damaged. */
  async trusted(): Promise<readonly AuditKey[]> {
    if (!(await this.#files()).includes('keys.json')) return [];
    try {
      return JSON.parse(await readFile(join(this.path, 'keys.json'), 'utf8')) as readonly AuditKey[];
    } catch (error) {
      throw this.#problem(
        'keys.json',
        `cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  /**
   * Takes what the log says about its keys into the list, as far as it can be believed: only keys whose private part
   * is here, and an end only for a key that another one here follows. What was listed before stays as it was.
   */
  async remember(keys: readonly AuditKey[]): Promise<readonly AuditKey[]> {
    const listed = await this.trusted();
    const here = new Set((await this.signers()).map(({ vkey }) => vkey));
    const ours = keys.filter(({ vkey }) => here.has(vkey));
    const followed = ours.some(({ toSize }) => toSize === undefined);
    const ends = new Map(ours.map(({ vkey, toSize }) => [vkey, toSize]));
    const kept = listed.map((key) => {
      const end = ends.get(key.vkey);
      return key.toSize === undefined && end !== undefined && followed ? { ...key, toSize: end } : key;
    });
    const added = ours.filter(({ vkey }) => listed.every((key) => key.vkey !== vkey));
    const next = [...kept, ...added];
    if (JSON.stringify(next) !== JSON.stringify(listed)) {
      await this.#replace('keys.json', `${JSON.stringify(next, null, 2)}\n`, 0o644);
    }
    return next;
  }

  async #read(file: string): Promise<Signer> {
    const path = join(this.path, file);
    const { mode } = await stat(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw this.#problem(file, 'is readable by others; make it 0600, and think about who has read it');
    }
    return ed25519Signer(this.#name, await readFile(path, 'utf8'));
  }

  async #files(): Promise<readonly string[]> {
    return readdir(this.path).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    });
  }

  /** Whole or not at all, also when the machine stops; once it returns, whole: the store will rest on it. */
  async #replace(file: string, content: string, mode: number): Promise<void> {
    const path = join(this.path, file);
    replaced += 1;
    const written = `${path}.${process.pid}-${replaced}.new`;
    await writeFile(written, content, { mode });
    await chmod(written, mode);
    await synced(written);
    await rename(written, path);
    await synced(this.path);
  }

  #problem(file: string, message: string): ConfigError {
    return new ConfigError('the audit keys', [{ path: join(this.path, file), message }]);
  }
}

/** Brings a file, or the names in a directory, to the disk; Windows has no way for the latter. */
async function synced(path: string): Promise<void> {
  if (process.platform === 'win32' && (await stat(path)).isDirectory()) return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
