/** Width and height of a PNG or JPEG; `undefined` for anything else. */
export function imageSize(content: Buffer): { readonly width: number; readonly height: number } | undefined {
  if (content.length > 24 && content.subarray(1, 4).toString('latin1') === 'PNG')
    return { width: content.readUInt32BE(16), height: content.readUInt32BE(20) };
  if (content.length < 4 || content.readUInt16BE(0) !== 0xff_d8) return undefined;
  let at = 2;
  while (at + 9 < content.length && content[at] === 0xff) {
    const marker = content[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: content.readUInt16BE(at + 7), height: content.readUInt16BE(at + 5) };
    at += 2 + content.readUInt16BE(at + 2);
  }
  return undefined;
}
