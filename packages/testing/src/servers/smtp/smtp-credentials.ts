export interface SmtpAccount {
  readonly user: string;
  readonly pass: string;
}

const decoded = (text: string): string => Buffer.from(text, 'base64').toString('utf8');

/** Whether what followed `AUTH PLAIN` names the account. */
export function isPlainLogin(given: string, { user, pass }: SmtpAccount): boolean {
  const [, name, word] = decoded(given).split('\0');
  return name === user && word === pass;
}

/** Whether the two answers to `AUTH LOGIN` name the account. */
export const isLogin = (name: string, word: string, { user, pass }: SmtpAccount): boolean =>
  decoded(name) === user && decoded(word) === pass;
