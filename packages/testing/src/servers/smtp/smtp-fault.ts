/** The moments of a session at which a script may step in; `body` is after the message was received. */
export type SmtpStage = 'greeting' | 'ehlo' | 'starttls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'body';

export interface SmtpFault {
  readonly at: SmtpStage;
  readonly do:
    | { readonly reply: string }
    /** The connection ends. At `body` with `processed` the message was taken. */
    | { readonly drop: true; readonly processed?: boolean }
    /** No answer until the client leaves. At `body` with `processed` the message was taken. */
    | { readonly hang: true; readonly processed?: boolean };
}

/** One line of a session; credentials are left out. */
export interface SmtpLine {
  readonly connection: number;
  readonly from: 'client' | 'server';
  readonly line: string;
}
