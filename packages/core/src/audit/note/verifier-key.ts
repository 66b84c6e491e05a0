import { createPublicKey, verify } from 'node:crypto';
import { ConfigError } from '../../errors/config-error.ts';
import { sha256Bytes } from '../../hash/sha256.ts';
import { exactBase64, toBase64 } from './base64.ts';

/** The type byte of Ed25519 in C2SP signed notes. */
const ed25519 = 1;

/** A public key that vouches for checkpoints. */
export interface VerifierKey {
  readonly name: string;
  /** The first four bytes of SHA-256(name ‖ newline ‖ type ‖ key), in hex. */
  readonly id: string;
  verify(bytes: Uint8Array, signature: Uint8Array): boolean;
}

const typed = (publicKey: Uint8Array): Uint8Array => Uint8Array.of(ed25519, ...publicKey);

const keyId = (name: string, publicKey: Uint8Array): string =>
  Buffer.from(
    sha256Bytes(Buffer.concat([Buffer.from(`${name}\n`), typed(publicKey)])).subarray(0, 4),
  ).toString('hex');

/** `name+id+base64`, as other programs that read C2SP signed notes take it. `publicKey`: 32 bytes. */
export const verifierKeyText = (name: string, publicKey: Uint8Array): string =>
  `${name}+${keyId(name, publicKey)}+${toBase64(typed(publicKey))}`;

/** @throws {ConfigError} not a verifier key, or its id does not belong to it. */
export function readVerifierKey(vkey: string): VerifierKey {
  const refuse = (message: string): ConfigError =>
    new ConfigError('the verifier key', [{ path: vkey.slice(0, 200), message }]);
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+([\w+/=]+)$/u.exec(vkey) ?? [];
  if (name === undefined || encoded === undefined) throw refuse('expected NAME+ID+KEY');
  const bytes = exactBase64(encoded, 33);
  if (bytes?.[0] !== ed25519) throw refuse('not an Ed25519 key in Base64');
  const publicKey = bytes.subarray(1);
  if (id !== keyId(name, publicKey)) throw refuse('the id does not belong to the name and key');
  const x = Buffer.from(publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return { name, id, verify: (content, signature) => verify(null, content, key, signature) };
}
