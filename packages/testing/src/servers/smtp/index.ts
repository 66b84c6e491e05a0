export { type SmtpServer, type SmtpServerOptions, startSmtpServer } from './smtp-server.ts';
export type { SmtpAccount } from './smtp-credentials.ts';
export type { SmtpFault, SmtpLine, SmtpStage } from './smtp-fault.ts';
export { ruleBroken, type SmtpMail } from './smtp-mail.ts';
export { mailPart } from './mail-part.ts';
export {
  type CertificateOptions,
  selfSignedCertificate,
  type SelfSignedCertificate,
} from './self-signed-certificate.ts';
