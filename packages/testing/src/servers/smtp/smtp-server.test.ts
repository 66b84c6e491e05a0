import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SmtpServer, startSmtpServer } from './smtp-server.ts';

let server: SmtpServer;
let sockets: Socket[] = [];

/** Sends lines one after the other and gives the last line of each answer. */
async function talk(...lines: readonly string[]): Promise<readonly string[]> {
  const socket = connect(server.port, server.host);
  sockets.push(socket);
  const answers: string[] = [];
  const rest = [...lines];
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.on('data', (chunk) => {
    answers.push(chunk.toString('utf8').trimEnd().split('\r\n').at(-1) ?? '');
    const next = rest.shift();
    if (next === undefined) socket.end();
    else socket.write(`${next}\r\n`);
  });
  socket.on('close', () => resolve());
  socket.on('error', () => resolve());
  await promise;
  return answers.slice(1);
}

const login = Buffer.from('\0me\0word').toString('base64');
const hello = ['EHLO test', `AUTH PLAIN ${login}`, 'MAIL FROM:<a@x.test>', 'RCPT TO:<b@x.test>', 'DATA'];
const mail = (body: string, id = '<1@x.test>'): string =>
  `From: a@x.test\r\nDate: Mon, 1 Jan 2026 00:00:00 +0000\r\nMessage-ID: ${id}\r\nSubject: s\r\n\r\n${body}\r\n.`;

beforeEach(async () => {
  server = await startSmtpServer({
    account: { user: 'me', pass: 'word' },
    mailboxes: { 'b@x.test': true, 'full@x.test': '452 4.2.2 mailbox full' },
    maximumBytes: 3000,
  });
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await server.close();
});

test('takes a mail, removes the dots, and knows it again', async () => {
  expect((await talk(...hello, mail('..dot')))[5]).toBe('250 2.0.0 taken as 1');
  await talk(...hello, mail('again'));
  expect(server.mails).toMatchObject([
    { from: 'a@x.test', to: ['b@x.test'], messageId: '<1@x.test>', duplicate: false },
    { duplicate: true },
  ]);
  expect(server.mails[0]?.raw).toContain('\r\n.dot');
  expect(server.transcript.map(({ line }) => line).join('\n')).not.toContain(login);
});

test('logs in by steps too', async () => {
  const steps = ['EHLO t', 'AUTH LOGIN', btoa('me'), btoa('word')];
  expect((await talk(...steps)).at(-1)).toBe('235 2.7.0 welcome');
  expect((await talk(...steps.slice(0, 3), btoa('x'))).at(-1)).toBe('535 5.7.8 authentication failed');
});

test.each<[string, readonly string[], string]>([
  ['mail before a greeting', ['MAIL FROM:<a@x.test>'], '503'],
  ['mail before a login', ['EHLO t', 'MAIL FROM:<a@x.test>'], '530'],
  ['a wrong login', ['EHLO t', 'AUTH PLAIN AHgAeA=='], '535'],
  ['an unknown mailbox', [...hello.slice(0, 3), 'RCPT TO:<c@x.test>'], '550 5.1.1'],
  ['a full mailbox', [...hello.slice(0, 3), 'RCPT TO:<full@x.test>'], '452 4.2.2'],
  ['a bad address', [...hello.slice(0, 3), 'RCPT TO:<b x@x.test>'], '501'],
  ['a message announced too big', ['EHLO t', hello[1] ?? '', 'MAIL FROM:<a@x.test> SIZE=3001'], '552 5.3.4'],
  ['data without a recipient', [...hello.slice(0, 3), 'DATA'], '503'],
  ['a message that is too big', [...hello, mail(`${'x'.repeat(900)}\r\n`.repeat(4))], '552 5.3.4'],
  ['a line that is too long', [...hello, mail('x'.repeat(999))], '500 5.6.0'],
  ['a bare line feed', [...hello, mail('a\nb')], '550 5.6.11'],
  ['a header of raw UTF-8', [...hello, mail('x').replace('Subject: s', 'Subject: é')], '550 5.6.7'],
  ['a mail without an id', [...hello, mail('x').replace(/Message-ID.*\r\n/, '')], '550 5.6.0'],
  ['an unknown command', ['HELLO'], '502'],
  ['a command that is too long', [`NOOP ${'x'.repeat(600)}`], '500'],
])('refuses %s', async (_, lines, code) => {
  expect((await talk(...lines)).at(-1)).toMatch(new RegExp(`^${code}`));
  expect(server.mails).toEqual([]);
});

test('does what the script says, at its stage', async () => {
  server.script(
    { at: 'rcpt', do: { reply: '451 4.7.1 greylisted' } },
    { at: 'body', do: { drop: true, processed: true } },
    { at: 'body', do: { drop: true } },
    { at: 'greeting', do: { reply: '421 4.3.2 busy' } },
  );
  expect((await talk(...hello.slice(0, 4))).at(-1)).toBe('451 4.7.1 greylisted');
  await talk(...hello, mail('one'));
  await talk(...hello, mail('two', '<2@x.test>'));
  expect(server.mails.map(({ messageId }) => messageId)).toEqual(['<1@x.test>']);
  expect(server.transcript.some(({ line }) => line.startsWith('421'))).toBe(true);
});
