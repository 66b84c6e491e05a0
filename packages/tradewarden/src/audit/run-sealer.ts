import { type Mode, silentLogger, type Store } from '@tradewarden/core';
import { auditKeys, AuditSealer, type KeyFolder, type Signer } from '@tradewarden/core/audit';
import type { Settings } from '../config/settings.ts';
import type { Terminal } from '../console/terminal.ts';
import { anchorsOf } from './audit-anchors.ts';
import { openKeyFolder } from './audit-keys.ts';

export interface SealerPlaces {
  readonly store: Store;
  readonly mode: Mode;
  readonly settings: Settings;
  readonly terminal: Terminal;
  readonly reachesOut: boolean;
}

/**
 * Seals and anchors the log of a run: what an earlier one left at the start, in the background, and at the end. What
 * was decided is committed, so whatever keeps it from sealing is a warning and never the end of a run.
 */
export class RunSealer {
  readonly #sealer: AuditSealer;
  readonly #settings: Settings;
  readonly #store: Store;
  /** Asked each time: what is wrong with it must end no run, and may be put right meanwhile. */
  readonly #folder: () => Promise<KeyFolder | undefined>;
  readonly #warn: (text: string) => void;

  private constructor({ store, mode, settings, terminal, reachesOut }: SealerPlaces) {
    const { directory } = terminal;
    const said = new Set<string>();
    this.#settings = settings;
    this.#store = store;
    this.#folder = () => openKeyFolder(store, settings, directory);
    this.#warn = (text) => {
      if (!said.has(text)) terminal.err(`warning: ${text}\n`);
      said.add(text);
    };
    this.#sealer = new AuditSealer({
      store,
      account: settings.account,
      signers: async () => signersOf(store, settings.account, await this.#folder()),
      anchors: anchorsOf(settings, { store, mode, directory, reachesOut }),
      logger: { ...silentLogger, error: (message, fields) => this.#failed(message, fields) },
    });
  }

  static async start(places: SealerPlaces): Promise<RunSealer> {
    const sealer = new RunSealer(places);
    await sealer.sealed('what an earlier run left is not sealed');
    await sealer.#sealer.start();
    return sealer;
  }

  /** Seals and publishes everything now; says so when it cannot, with what that means. */
  async sealed(otherwise: string): Promise<void> {
    try {
      await this.#sealer.flush();
      const folder = await this.#folder();
      await folder?.remember(await auditKeys(this.#store, this.#settings.account));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#warn(`${otherwise}: ${reason}; put it right, then tradewarden audit seal`);
    }
  }

  /** The background work ends; more than once is fine. */
  async stop(): Promise<void> {
    // Stopping seals too: why it cannot is told by sealed().
    await this.#sealer.stop().catch(() => {});
    await this.sealed('decided and committed, but not sealed');
  }

  #failed(message: string, fields?: Readonly<Record<string, unknown>>): void {
    const { anchor, reason } = fields ?? {};
    if (message === 'audit.anchor-failed')
      this.#warn(
        `the checkpoint could not be kept in ${String(anchor)}: ${String(reason)}; it is tried again`,
      );
    else this.#warn(`not sealed for now: ${String(reason)}`);
  }
}

/** The keys in the folder; of a log that has none, the first one, which is made now. Without a folder nothing is signed. */
export async function signersOf(
  store: Store,
  account: string,
  folder: KeyFolder | undefined,
): Promise<readonly Signer[]> {
  if (folder === undefined) return [];
  const held = await folder.signers();
  if (held.length > 0 || (await auditKeys(store, account)).length > 0) return held;
  await folder.create();
  // Read again: another process may have made one at the same moment, and either may become the key of the log.
  return folder.signers();
}
