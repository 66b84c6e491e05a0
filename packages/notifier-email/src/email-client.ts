import { createTransport, type Transporter } from 'nodemailer';

/** A pool that gives up soon, never puts a mail back into its queue, and reads neither files nor addresses. */
export const emailClient = (options: { readonly url: string; readonly timeoutMs: number }): Transporter => {
  const { hostname, port, protocol, username, password, searchParams } = new URL(options.url);
  const secure = protocol === 'smtps:';
  const isLocal = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(hostname);
  return createTransport({
    pool: true,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    // A login goes over an open line to this machine only.
    requireTLS: !secure && username !== '' && !isLocal && searchParams.get('tls') !== 'off',
    ...(username === ''
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    maxConnections: 1,
    maxRequeues: 0,
    connectionTimeout: options.timeoutMs,
    greetingTimeout: options.timeoutMs,
    dnsTimeout: options.timeoutMs,
    socketTimeout: options.timeoutMs * 2,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
    debug: false,
  });
};
