/** Why a connection with TLS did not come about, by Node's code; the sentence follows the place of the database. */
const sentences: readonly (readonly [sentence: string, ...codes: readonly string[]])[] = [
  [
    'has a certificate that no known authority has signed; name yours with caFile, or sslrootcert in the url',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'CERT_SIGNATURE_FAILURE',
  ],
  [
    'has a certificate for another name; connect by a name that is in it, or have one made for this name',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ],
  ['has a certificate that has expired; have a new one made', 'CERT_HAS_EXPIRED'],
  ['has a certificate that is not valid yet; look at the clocks of both machines', 'CERT_NOT_YET_VALID'],
];

/** `pg` gives no code for it. */
const withoutTls = 'The server does not support SSL connections';

/** `undefined` for everything that has nothing to do with TLS. */
export function tlsSentence(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.message === withoutTls)
    return 'does not answer with TLS; turn it on there (ssl = on), or say sslmode=disable on a network of your own';
  const code: unknown = Reflect.get(error, 'code');
  return sentences.find(([, ...codes]) => codes.some((known) => known === code))?.[0];
}
