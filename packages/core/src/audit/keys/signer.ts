import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { ConfigError } from '../../errors/config-error.ts';
import { readVerifierKey, verifierKeyText } from '../note/verifier-key.ts';
import type { NoteSignature } from '../note/signed-note.ts';

/** Who signs checkpoints: a key in a file, or a service of your own that keeps the key to itself. */
export interface Signer {
  readonly name: string;
  /** The public key, as {@link verifierKeyText} writes it. */
  readonly vkey: string;
  /** An Ed25519 signature, 64 bytes. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** A new private key: PKCS#8 as PEM. */
export const newPrivateKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Signs with a PKCS#8 Ed25519 key in PEM. @throws {ConfigError} another kind of key, or a name with a space or plus. */
export function ed25519Signer(name: string, privateKey: string): Signer {
  const refuse = (message: string): ConfigError =>
    new ConfigError('the audit key', [{ path: name, message }]);
  if (!/^[^+\s]+$/u.test(name)) throw refuse('a name without spaces and plus signs is needed');
  const key = readPrivateKey(privateKey, refuse);
  if (key.asymmetricKeyType !== 'ed25519') throw refuse('not an Ed25519 key');
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  const vkey = verifierKeyText(name, Buffer.from(x, 'base64url'));
  return { name, vkey, sign: async (bytes) => sign(null, bytes, key) };
}

function readPrivateKey(
  pem: string,
  refuse: (message: string) => Error,
): ReturnType<typeof createPrivateKey> {
  try {
    return createPrivateKey(pem);
  } catch {
    throw refuse('not a private key in PKCS#8 PEM');
  }
}

/** The signature line of one signer. @throws {ConfigError} the signer's signature does not belong to its key. */
export async function signatureOf(signer: Signer, body: string): Promise<NoteSignature> {
  const bytes = Buffer.from(body);
  const key = readVerifierKey(signer.vkey);
  const signature = await signer.sign(bytes);
  if (!key.verify(bytes, signature)) {
    throw new ConfigError('the audit signer', [
      { path: signer.name, message: 'its signature does not verify' },
    ]);
  }
  return { name: key.name, id: key.id, signature };
}
