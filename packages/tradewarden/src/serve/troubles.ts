import type { Say } from './serve-voice.ts';

/**
 * What fails again and again is said once, and once more when it is over. The store is one trouble, whoever of many cannot
 * use it; everything else is the trouble of the part that has it.
 */
export class Troubles {
  readonly #say: Say;
  /** The parts that have it, by what it is. */
  readonly #standing = new Map<string, Set<string>>();

  constructor(say: Say) {
    this.#say = say;
  }

  failed(part: string, error: unknown): void {
    const { code, message = error } = (typeof error === 'object' ? error : {}) as Partial<
      Record<'code' | 'message', unknown>
    >;
    const reason = String(message);
    const what = String(code).startsWith('STORE_') ? 'store' : part;
    const parts = this.#standing.get(what);
    this.#standing.set(what, (parts ?? new Set()).add(part));
    if (parts === undefined)
      this.#say('trouble', `trouble: ${what}: ${reason}; it is tried again`, { what, reason });
  }

  worked(part: string): void {
    for (const [what, parts] of this.#standing) {
      if (!parts.delete(part) || parts.size > 0) continue;
      this.#standing.delete(what);
      this.#say('recovered', `${what} works again`, { what });
    }
  }
}
