import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

export interface CertificateOptions {
  /** Name or IPv4 address of the server that shows it. */
  readonly host: string;
  /** Epoch ms of its end. */
  readonly until: number;
}

/** PEM, for the options of a TLS server; the certificate is its own issuer. */
export interface SelfSignedCertificate {
  readonly key: string;
  readonly cert: string;
}

const der = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x1_00 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...contents: readonly Uint8Array[]): Buffer => der(0x30, ...contents);
const identifier = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const time = (ms: number): Buffer =>
  der(0x18, Buffer.from(new Date(ms).toISOString().replaceAll(/[-:T]|\.\d+/g, '')));

/** ecdsa-with-SHA256, commonName, subjectAltName. */
const [ecdsaWithSha256, commonName, alternativeName] = ['2a8648ce3d040302', '550403', '551d11'] as const;

/** A certificate of X.509 version 3 (RFC 5280) for one host, made anew with its key. */
export function selfSignedCertificate({ host, until }: CertificateOptions): SelfSignedCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const content = toBeSigned({ host, until }, publicKey);
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, privateKey));
  const certificate = sequence(content, sequence(identifier(ecdsaWithSha256)), signature);
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  };
}

function toBeSigned({ host, until }: CertificateOptions, publicKey: KeyObject): Buffer {
  const name = sequence(der(0x31, sequence(identifier(commonName), der(0x0c, Buffer.from(host)))));
  const address = isIPv4(host)
    ? der(0x87, Buffer.from(host.split('.').map(Number)))
    : der(0x82, Buffer.from(host));
  const extension = sequence(identifier(alternativeName), der(0x04, sequence(address)));
  return sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    sequence(identifier(ecdsaWithSha256)),
    name,
    sequence(time(Date.UTC(2020, 0)), time(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extension)),
  );
}
