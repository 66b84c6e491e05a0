import { imageSize } from '../image-size.ts';
import type { MultipartForm, UploadedFile } from '../multipart.ts';
import { badRequest, TelegramRefusal } from './telegram-refusal.ts';

const mostBytes = 10 * 1024 * 1024;

/** The uploaded picture that `photo` names. @throws {TelegramRefusal} */
export function checkedPhoto(given: unknown, form: MultipartForm | undefined): UploadedFile {
  const name = typeof given === 'string' ? given.replace(/^attach:\/\//, '') : 'photo';
  const file = form?.files.get(name);
  if (file === undefined)
    throw badRequest(
      typeof given === 'string' && given !== ''
        ? 'wrong file identifier/HTTP URL specified'
        : 'there is no photo in the request',
    );
  if (file.content.length > mostBytes)
    throw new TelegramRefusal(413, 'Request Entity Too Large: file is too big');
  const size = imageSize(file.content);
  if (size === undefined) throw badRequest('IMAGE_PROCESS_FAILED');
  const { width, height } = size;
  if (width + height > 10_000 || Math.max(width, height) > 20 * Math.min(width, height))
    throw badRequest('PHOTO_INVALID_DIMENSIONS');
  return file;
}
