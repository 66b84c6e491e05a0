/** One file of a form. */
export interface UploadedFile {
  readonly fileName: string;
  readonly content: Buffer;
}

export interface MultipartForm {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, UploadedFile>;
}

/** A body of `multipart/form-data`; `undefined` when it is none or broken. */
export function parseMultipart(contentType: string, body: Buffer): MultipartForm | undefined {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return undefined;
  const fields = new Map<string, string>();
  const files = new Map<string, UploadedFile>();
  const mark = Buffer.from(`--${boundary}`);
  let start = body.indexOf(mark);
  if (start < 0) return undefined;
  for (;;) {
    start += mark.length;
    if (body.subarray(start, start + 2).toString('latin1') === '--') return { fields, files };
    const end = body.indexOf(mark, start);
    if (end < 0) return undefined;
    if (!takePart(body.subarray(start + 2, end - 2), fields, files)) return undefined;
    start = end;
  }
}

function takePart(part: Buffer, fields: Map<string, string>, files: Map<string, UploadedFile>): boolean {
  const blank = part.indexOf('\r\n\r\n');
  const head = part.subarray(0, blank).toString('utf8');
  const name = /\bname="([^"]*)"/i.exec(head)?.[1];
  if (blank < 0 || name === undefined) return false;
  const content = part.subarray(blank + 4);
  const fileName = /\bfilename="?([^";\r\n]*)"?/i.exec(head)?.[1];
  if (fileName === undefined) fields.set(name, content.toString('utf8'));
  else files.set(name, { fileName, content: Buffer.from(content) });
  return true;
}
