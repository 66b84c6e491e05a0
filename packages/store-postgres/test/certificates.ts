import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const run = (directory: string, ...words: readonly string[]): void => {
  execFileSync('openssl', words, { cwd: directory, stdio: 'pipe' });
};

/** An authority of our own, made with the program `openssl`. */
export class Authority {
  readonly cert: string;
  readonly #key: string;

  constructor(name: string) {
    const made = inDirectory((directory) => {
      const subject = ['-subj', `/CN=${name}`, '-days', '30'];
      run(directory, 'req', '-x509', ...newKey, '-keyout', 'key', '-out', 'cert', ...subject);
    });
    this.cert = made.cert;
    this.#key = made.key;
  }

  /** A server's certificate for these names, such as `DNS:localhost` and `IP:127.0.0.1`; of 0 days it is over at once. */
  issue(names: readonly string[], { days = 30 }: { readonly days?: number } = {}): Certificate {
    return inDirectory((directory) => {
      writeFileSync(join(directory, 'ca.cert'), this.cert);
      writeFileSync(join(directory, 'ca.key'), this.#key);
      writeFileSync(join(directory, 'names'), `subjectAltName=${names.join(',')}\n`);
      run(directory, 'req', ...newKey, '-keyout', 'key', '-out', 'request', '-subj', '/CN=server');
      const by = ['-CA', 'ca.cert', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names'];
      run(directory, 'x509', '-req', '-in', 'request', '-out', 'cert', ...by, '-days', String(days));
    });
  }
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

function inDirectory(make: (directory: string) => void): Certificate {
  const directory = mkdtempSync(join(tmpdir(), 'tradewarden-certificates-'));
  try {
    make(directory);
    return {
      key: readFileSync(join(directory, 'key'), 'utf8'),
      cert: readFileSync(join(directory, 'cert'), 'utf8'),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Whether certificates can be made here. */
export const hasOpenssl: boolean = (() => {
  try {
    run('.', 'version');
    return true;
  } catch {
    return false;
  }
})();
