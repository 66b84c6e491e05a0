/** A key and the checkpoint sizes that it answers for: it must have signed each of them. */
export interface AuditKey {
  /** `name+id+base64`, the public key. */
  readonly vkey: string;
  /** Default 1. */
  readonly fromSize?: number;
  /** The last size; absent while the key is in use. Also how a stolen key is revoked. */
  readonly toSize?: number;
}

export const answersFor = ({ fromSize = 1, toSize }: AuditKey, size: number): boolean =>
  size >= fromSize && (toSize === undefined || size <= toSize);
