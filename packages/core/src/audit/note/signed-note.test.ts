import { describe, expect, test } from 'vitest';
import { parseCheckpoint } from './checkpoint.ts';
import { noteText, parseSignedNote } from './signed-note.ts';
import { readVerifierKey } from './verifier-key.ts';
import { ed25519Signer, newPrivateKey } from '../keys/signer.ts';

// The example of the documentation of golang.org/x/mod/sumdb/note.
const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const text =
  'If you think cryptography is the answer to your problem,\n' +
  "then you don't know what your problem is.\n\n" +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

test('a note and key of another implementation verify', () => {
  const note = parseSignedNote(text)!;
  const key = readVerifierKey(vkey);
  expect(note.signatures.map(({ name, id }) => [name, id])).toEqual([['PeterNeumann', 'c74f20a3']]);
  expect(key.verify(Buffer.from(note.body), note.signatures[0]!.signature)).toBe(true);
  expect(noteText(note)).toBe(text);
});

describe('what is not exactly a note is none', () => {
  test.each([
    ['no blank line', 'a\n— n x08gow==\n'],
    ['no newline at the end', text.slice(0, -1)],
    ['bits behind the end of the Base64', text.replace('AM=\n', 'AN=\n')],
    ['a hyphen for the dash', text.replace('—', '-')],
    ['two spaces', text.replace('— P', '—  P')],
    ['a control character', text.replace('If', '\tIf')],
    ['text behind the signatures', `${text}more\n`],
    ['an empty text', ''],
    ['more than 16 signatures', `${text}${text.split('\n')[3]}\n`.replace(/(— .*\n)/u, '$1'.repeat(17))],
  ])('%s', (_, changed) => expect(parseSignedNote(changed)).toBeUndefined());
});

describe('what is not exactly a checkpoint is none', () => {
  const root = `${'A'.repeat(43)}=`;
  test('the form itself', () =>
    expect(parseCheckpoint(`o\n7\n${root}\n\n`)).toMatchObject({ size: 7, root }));
  test.each([
    `o\n07\n${root}\n\n`,
    `o\n0\n${root}\n\n`,
    `o\n-1\n${root}\n\n`,
    `o\n9007199254740993\n${root}\n\n`,
    `o\n7\n${'A'.repeat(42)}B=\n\n`,
    'o\n7\nAAAA\n\n',
    `o\n7\n${root}\nmore\n\n`,
    `7\n${root}\n\n`,
  ])('%j', (changed) => expect(parseCheckpoint(changed)).toBeUndefined());
});

describe('a verifier key that cannot be used is refused', () => {
  test.each([
    ['', 'expected NAME+ID+KEY'],
    ['a b+c74f20a3+ARpc', 'expected NAME+ID+KEY'],
    [vkey.replace('c74f20a3', 'c74f20a4'), 'the id does not belong'],
    [vkey.replace('+ARpc', '+AhpC'), 'not an Ed25519 key'],
    [vkey.slice(0, -4), 'not an Ed25519 key'],
  ])('%s', (given, message) => expect(() => readVerifierKey(given)).toThrow(message));

  test.each([
    ['a name', newPrivateKey(), /./],
    ['name', 'no key', /not a private key/],
    ['a+b', newPrivateKey(), /without spaces/],
  ])('and so is a signer with %s', (name, pem, message) => {
    expect(() => ed25519Signer(name, pem)).toThrow(message);
  });
});
