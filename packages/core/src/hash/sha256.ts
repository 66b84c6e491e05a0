type Crypto = typeof import('node:crypto');

let loaded: Crypto | undefined;

/** Loaded at first use: importing core must cost nothing. */
const crypto = (): Crypto => (loaded ??= process.getBuiltinModule('node:crypto'));

export const sha256Hex = (content: string | Uint8Array): string => crypto().hash('sha256', content, 'hex');

export const sha256Bytes = (content: string | Uint8Array): Uint8Array =>
  crypto().hash('sha256', content, 'buffer');
