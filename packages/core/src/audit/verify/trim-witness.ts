import { canonicalValue } from '../canonical-value.ts';

/** Remembers how far records say that the log was trimmed. */
export class TrimWitness {
  #upTo = 0;

  see(text: string): void {
    if (!text.includes('"type":"audit.trim"')) return;
    const record = canonicalValue(text) as
      | { readonly type?: unknown; readonly data?: { readonly upTo?: unknown } }
      | undefined;
    if (record?.type === 'audit.trim' && typeof record.data?.upTo === 'number') {
      this.#upTo = Math.max(this.#upTo, record.data.upTo);
    }
  }

  covers = (trimmed: number): boolean => trimmed <= this.#upTo;
}
