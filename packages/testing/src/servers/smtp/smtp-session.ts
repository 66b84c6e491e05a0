import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import { isLogin, isPlainLogin, type SmtpAccount } from './smtp-credentials.ts';
import type { SmtpFault, SmtpStage } from './smtp-fault.ts';

/** What a session needs from its server. */
export interface SmtpHouse {
  readonly account: SmtpAccount | undefined;
  readonly secureContext: SecureContext | undefined;
  readonly maximumBytes: number;
  fault(stage: SmtpStage): SmtpFault['do'] | undefined;
  /** `undefined`: this address has a mailbox here. */
  refusedRecipient(address: string): string | undefined;
  take(mail: { readonly from: string; readonly to: readonly string[]; readonly raw: string }): string;
  note(from: 'client' | 'server', line: string): void;
}

type Reader = (line: string) => void;

/** One connection: commands in order, each answered by one rule of RFC 5321. */
export class SmtpSession {
  #socket: Socket;
  readonly #house: SmtpHouse;
  #pending = '';
  #reader: Reader;
  #isSecure = false;
  #isKnown = false;
  #hasGreeted = false;
  #from: string | undefined;
  #to: string[] = [];

  constructor(socket: Socket, house: SmtpHouse) {
    this.#socket = socket;
    this.#house = house;
    this.#reader = (line) => this.#command(line);
    this.#listen(socket);
    this.#say('greeting', '220 fake.test ESMTP');
  }

  #listen(socket: Socket): void {
    this.#socket = socket;
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      this.#pending += chunk.toString('latin1');
      for (let end = this.#pending.indexOf('\r\n'); end >= 0; end = this.#pending.indexOf('\r\n')) {
        const line = this.#pending.slice(0, end);
        this.#pending = this.#pending.slice(end + 2);
        this.#reader(line);
      }
    });
  }

  /** The proper answer, or what the script has for this moment; whether it was the proper one. */
  #say(stage: SmtpStage | undefined, answer: string): boolean {
    const fault = stage === undefined ? undefined : this.#house.fault(stage);
    if (fault !== undefined && 'hang' in fault) return false;
    if (fault !== undefined && 'drop' in fault) {
      this.#socket.destroy();
      return false;
    }
    const line = fault?.reply ?? answer;
    this.#house.note('server', line);
    if (this.#socket.writable) this.#socket.write(`${line}\r\n`);
    return fault === undefined;
  }

  #command(line: string): void {
    const [verb = '', ...rest] = line.split(' ');
    const argument = rest.join(' ');
    const isLoginLine = verb.toUpperCase() === 'AUTH';
    this.#house.note('client', isLoginLine ? `AUTH ${argument.split(' ')[0] ?? ''} …` : line);
    if (line.length > 510) return void this.#say(undefined, '500 5.5.2 line too long');
    switch (verb.toUpperCase()) {
      case 'EHLO':
      case 'HELO':
        return this.#ehlo(argument);
      case 'STARTTLS':
        return this.#startTls();
      case 'AUTH':
        return this.#auth(argument);
      case 'MAIL':
        return this.#mail(argument);
      case 'RCPT':
        return this.#rcpt(argument);
      case 'DATA':
        return this.#data();
      case 'RSET':
        this.#reset();
        return void this.#say(undefined, '250 2.0.0 reset');
      case 'NOOP':
        return void this.#say(undefined, '250 2.0.0 nothing');
      case 'QUIT':
        this.#say(undefined, '221 2.0.0 bye');
        this.#socket.end();
        return;
      default:
        this.#say(undefined, '502 5.5.1 unknown command');
    }
  }

  #ehlo(name: string): void {
    if (name === '') return void this.#say(undefined, '501 5.5.4 EHLO needs a name');
    this.#hasGreeted = true;
    this.#reset();
    const offers = [
      'fake.test',
      'PIPELINING',
      '8BITMIME',
      'ENHANCEDSTATUSCODES',
      `SIZE ${this.#house.maximumBytes}`,
      ...(this.#house.account === undefined ? [] : ['AUTH PLAIN LOGIN']),
      ...(this.#house.secureContext === undefined || this.#isSecure ? [] : ['STARTTLS']),
    ];
    const lines = offers.map((offer, index) => `250${index === offers.length - 1 ? ' ' : '-'}${offer}`);
    this.#say('ehlo', lines.join('\r\n'));
  }

  #startTls(): void {
    const { secureContext } = this.#house;
    if (secureContext === undefined || this.#isSecure)
      return void this.#say(undefined, '502 5.5.1 no TLS here');
    if (!this.#say('starttls', '220 2.0.0 go ahead')) return;
    const plain = this.#socket;
    plain.removeAllListeners('data');
    this.#pending = '';
    this.#isSecure = true;
    this.#hasGreeted = false;
    this.#listen(new TLSSocket(plain, { isServer: true, secureContext }));
  }

  #auth(argument: string): void {
    const { account } = this.#house;
    if (account === undefined) return void this.#say(undefined, '502 5.5.1 no login here');
    const settle = (isRight: boolean): void => {
      this.#reader = (line) => this.#command(line);
      const said = this.#say('auth', isRight ? '235 2.7.0 welcome' : '535 5.7.8 authentication failed');
      this.#isKnown = isRight && said;
    };
    const [method = '', initial] = argument.split(' ');
    if (method.toUpperCase() === 'PLAIN') {
      if (initial !== undefined) return settle(isPlainLogin(initial, account));
      this.#reader = (line) => settle(isPlainLogin(line, account));
      return void this.#say(undefined, '334 ');
    }
    if (method.toUpperCase() !== 'LOGIN') return void this.#say(undefined, '504 5.5.4 unknown mechanism');
    this.#reader = (name) => {
      this.#reader = (word) => settle(isLogin(name, word, account));
      this.#say(undefined, '334 UGFzc3dvcmQ6');
    };
    this.#say(undefined, '334 VXNlcm5hbWU6');
  }

  #mail(argument: string): void {
    const [, from, parameters = ''] = /^FROM:<([^>]*)>(.*)$/i.exec(argument) ?? [];
    const size = Number(/SIZE=(\d+)/i.exec(parameters)?.[1] ?? 0);
    if (!this.#hasGreeted) return void this.#say(undefined, '503 5.5.1 EHLO first');
    if (this.#house.account !== undefined && !this.#isKnown)
      return void this.#say(undefined, '530 5.7.0 authentication required');
    if (from === undefined || !isAddress(from))
      return void this.#say(undefined, '501 5.1.7 bad sender address');
    if (size > this.#house.maximumBytes) return void this.#say(undefined, '552 5.3.4 message too big');
    this.#reset();
    if (this.#say('mail', '250 2.1.0 sender ok')) this.#from = from;
  }

  #rcpt(argument: string): void {
    const address = /^TO:<([^>]*)>/i.exec(argument)?.[1] ?? '';
    if (this.#from === undefined) return void this.#say(undefined, '503 5.5.1 MAIL first');
    if (!isAddress(address)) return void this.#say(undefined, '501 5.1.3 bad recipient address');
    const refusal = this.#house.refusedRecipient(address);
    if (refusal !== undefined) return void this.#say(undefined, refusal);
    if (this.#say('rcpt', '250 2.1.5 recipient ok')) this.#to.push(address);
  }

  #data(): void {
    if (this.#to.length === 0) return void this.#say(undefined, '503 5.5.1 RCPT first');
    if (!this.#say('data', '354 end with a line that holds a dot')) return;
    const lines: string[] = [];
    this.#reader = (line) => {
      if (line !== '.') return void lines.push(line.startsWith('.') ? line.slice(1) : line);
      this.#reader = (next) => this.#command(next);
      this.#received(Buffer.from(lines.join('\r\n'), 'latin1').toString('utf8'));
    };
  }

  #received(raw: string): void {
    const mail = { from: this.#from ?? '', to: [...this.#to], raw };
    this.#reset();
    const fault = this.#house.fault('body');
    if (fault === undefined || (!('reply' in fault) && fault.processed === true)) {
      const answer = this.#house.take(mail);
      if (fault === undefined) return void this.#say(undefined, answer);
    }
    if (fault !== undefined && 'reply' in fault) this.#say(undefined, fault.reply);
    else if (fault !== undefined && 'drop' in fault) this.#socket.destroy();
  }

  #reset(): void {
    this.#from = undefined;
    this.#to = [];
  }
}

const isAddress = (address: string): boolean =>
  address.length <= 254 && /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z\d-]+(\.[a-z\d-]+)*$/i.test(address);
