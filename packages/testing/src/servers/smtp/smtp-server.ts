import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import type { SmtpAccount } from './smtp-credentials.ts';
import type { SmtpFault, SmtpLine } from './smtp-fault.ts';
import { headersOf, ruleBroken, type SmtpMail } from './smtp-mail.ts';
import { SmtpSession } from './smtp-session.ts';

export interface SmtpServerOptions {
  /** With one, nothing is taken before a login. */
  readonly account?: SmtpAccount;
  /** Addresses that exist; absent: all. A value other than `true` is the refusal, such as `452 4.2.2 mailbox full`. */
  readonly mailboxes?: Readonly<Record<string, string | true>>;
  /** Default 1 MiB. */
  readonly maximumBytes?: number;
  /** PEM; offers STARTTLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A mail server on loopback that keeps the rules of RFC 5321 and holds clients to them. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** `smtp://127.0.0.1:PORT`, with the login when there is one. */
  readonly url: string;
  readonly mails: readonly SmtpMail[];
  /** Connections so far. */
  readonly connections: number;
  readonly transcript: readonly SmtpLine[];
  /** Each fault is used once, at its stage, in order. */
  script(...faults: readonly SmtpFault[]): void;
  close(): Promise<void>;
}

/** Starts the server; `close` it when done. */
export async function startSmtpServer(options: SmtpServerOptions = {}): Promise<SmtpServer> {
  const { account, mailboxes, maximumBytes = 1_048_576, tls } = options;
  const mails: SmtpMail[] = [];
  const transcript: SmtpLine[] = [];
  const faults: SmtpFault[] = [];
  const sockets = new Set<Socket>();
  const secureContext = tls === undefined ? undefined : createSecureContext(tls);
  let connections = 0;

  const take = (mail: {
    readonly from: string;
    readonly to: readonly string[];
    readonly raw: string;
  }): string => {
    if (Buffer.byteLength(mail.raw) > maximumBytes) return '552 5.3.4 message too big';
    const broken = ruleBroken(mail.raw);
    if (broken !== undefined) return broken;
    const headers = headersOf(mail.raw);
    const messageId = headers['message-id'] ?? '';
    mails.push({
      ...mail,
      headers,
      messageId,
      duplicate: mails.some((known) => known.messageId === messageId),
    });
    return `250 2.0.0 taken as ${mails.length}`;
  };

  const server = createServer((socket) => {
    connections += 1;
    const connection = connections;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    void new SmtpSession(socket, {
      account,
      secureContext,
      maximumBytes,
      fault: (stage) => {
        const index = faults.findIndex(({ at }) => at === stage);
        return index < 0 ? undefined : faults.splice(index, 1)[0]?.do;
      },
      refusedRecipient: (address) => {
        const mailbox = mailboxes === undefined ? true : (mailboxes[address] ?? '550 5.1.1 no such mailbox');
        return mailbox === true ? undefined : mailbox;
      },
      take,
      note: (from, line) => transcript.push({ connection, from, line }),
    });
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const { port } = server.address() as AddressInfo;
  const login =
    account === undefined ? '' : `${encodeURIComponent(account.user)}:${encodeURIComponent(account.pass)}@`;
  return {
    host: '127.0.0.1',
    port,
    url: `smtp://${login}127.0.0.1:${port}`,
    mails,
    get connections() {
      return connections;
    },
    transcript,
    script: (...next) => void faults.push(...next),
    close: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      for (const socket of sockets) socket.destroy();
      await closed.promise;
    },
  };
}
