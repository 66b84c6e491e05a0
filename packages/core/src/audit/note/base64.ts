/** Standard Base64 that decodes to `length` bytes and is written the one canonical way; else `undefined`. */
export function exactBase64(text: string, length?: number): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) return undefined;
  return length === undefined || bytes.length === length ? bytes : undefined;
}

export const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
