import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import type { Worker, WorkReport } from '../executor/executor.ts';
import { type Logger, silentLogger } from '../logger/logger.ts';
import type { Store } from '../store/store.ts';
import { type AuditAnchor, lastCheckpoint, publishCheckpoint } from './anchor/audit-anchor.ts';
import { auditLog } from './audit-record.ts';
import type { Signer } from './keys/signer.ts';
import { sealAudit } from './seal-audit.ts';
import { readSealState, sealKey } from './seal-state.ts';

export interface SealerOptions {
  readonly store: Store;
  readonly account: string;
  /** Asked before every sealing, so that a key that was rotated elsewhere is found. */
  readonly signers?: () => Promise<readonly Signer[]>;
  readonly anchors?: readonly AuditAnchor[];
  /** Seals at this many records; default 256. */
  readonly everyRecords?: number;
  /** Seals this long after the first unsealed record was seen; default 2,000. */
  readonly everyMs?: number;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

/** Seals in the background and publishes the checkpoints. Several may run on one log: they race, one wins. */
export class AuditSealer implements Worker {
  readonly name = 'audit-sealer';
  readonly #with: Required<SealerOptions>;
  readonly #stopping = new AbortController();
  #waitingSince: number | undefined;
  #published = '';
  #running: Promise<void> | undefined;

  constructor(options: SealerOptions) {
    this.#with = {
      signers: async () => [],
      anchors: [],
      everyRecords: 256,
      everyMs: 2000,
      clock: systemClock,
      logger: silentLogger,
      ...options,
    };
  }

  /** Seals when enough records wait, or the first has waited long enough. */
  async drain(): Promise<WorkReport> {
    const { store, account, everyRecords, everyMs, clock } = this.#with;
    const { last } = await store.head(auditLog(account));
    const [entry] = await store.get([sealKey(account)]);
    const waiting = last - readSealState(entry).size;
    if (waiting <= 0) {
      this.#waitingSince = undefined;
      await this.#publish();
      return { worked: 0 };
    }
    const now = clock.now();
    // A clock that was set back must not stop sealing.
    this.#waitingSince = Math.min(this.#waitingSince ?? now, now);
    if (waiting < everyRecords && now - this.#waitingSince < everyMs) return { worked: 0 };
    return { worked: await this.flush() };
  }

  /** Seals everything now, and publishes. Returns how many records were sealed. */
  async flush(): Promise<number> {
    const { store, account, signers } = this.#with;
    this.#waitingSince = undefined;
    const sealed = await sealAudit(store, account, { signers: await signers() });
    await this.#publish();
    return sealed;
  }

  /** Works by itself from now on. A failure is logged and tried again. */
  async start(): Promise<void> {
    this.#running ??= this.#run(this.#stopping.signal);
  }

  /** Seals what is left. @throws what kept it from sealing. */
  async stop(): Promise<void> {
    if (this.#running === undefined) return;
    this.#stopping.abort();
    await this.#running;
    this.#running = undefined;
    await this.flush();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, everyMs, logger } = this.#with;
    const pauseMs = Math.max(10, Math.min(500, everyMs / 4));
    while (!signal.aborted) {
      try {
        await this.drain();
      } catch (error) {
        logger.error('audit.seal-failed', { reason: error instanceof Error ? error.message : String(error) });
      }
      await clock.sleep(pauseMs, signal).catch(() => {});
    }
  }

  /** Publishes the newest checkpoint where it is not yet; a crash before it is made good by the next one. */
  async #publish(): Promise<void> {
    const { store, account, anchors, logger } = this.#with;
    if (anchors.length === 0) return;
    const note = await lastCheckpoint(store, account);
    if (note === undefined || note === this.#published) return;
    const failures = await publishCheckpoint(note, anchors);
    for (const { name, reason } of failures) logger.error('audit.anchor-failed', { anchor: name, reason });
    if (failures.length === 0) this.#published = note;
  }
}
