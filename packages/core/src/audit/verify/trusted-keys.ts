import { answersFor, type AuditKey } from '../keys/audit-key.ts';
import type { CheckpointNote } from '../note/checkpoint.ts';
import { readVerifierKey, type VerifierKey } from '../note/verifier-key.ts';

export type Judgement =
  | { readonly ok: true; readonly signedBy: readonly string[] }
  | { readonly ok: false; readonly kind: 'bad-signature' | 'unsigned'; readonly reason: string };

/** The keys that a verification trusts. @throws {ConfigError} one cannot be read. */
export class TrustedKeys {
  readonly #keys: readonly (AuditKey & { readonly key: VerifierKey })[];

  constructor(keys: readonly AuditKey[]) {
    this.#keys = keys.map((given) => ({ ...given, key: readVerifierKey(given.vkey) }));
  }

  /** Every key that answers for this size must have signed; signatures of unknown keys are ignored. */
  judge({ note, size }: CheckpointNote): Judgement {
    const body = Buffer.from(note.body);
    const signedBy: string[] = [];
    for (const given of this.#keys) {
      if (!answersFor(given, size)) continue;
      const { name, id } = given.key;
      const found = note.signatures.find((signature) => signature.name === name && signature.id === id);
      if (found === undefined) {
        const kind = note.signatures.length === 0 ? 'unsigned' : 'bad-signature';
        return { ok: false, kind, reason: `not signed by ${name}+${id}` };
      }
      if (!given.key.verify(body, found.signature)) {
        return { ok: false, kind: 'bad-signature', reason: `the signature of ${name}+${id} does not verify` };
      }
      signedBy.push(`${name}+${id}`);
    }
    return { ok: true, signedBy };
  }
}
