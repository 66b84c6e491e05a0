import { readFileSync } from 'node:fs';

export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

const preferred = ['postgres', 'nobody'];

/** PostgreSQL refuses to run as root, so root lends it another user; everybody else runs it as themselves. */
export function serverUser(
  isRoot: boolean = process.getuid?.() === 0,
  passwords?: string,
): ServerUser | undefined {
  if (!isRoot) return undefined;
  const lines = (passwords ?? readFileSync('/etc/passwd', 'utf8')).split('\n');
  const users = new Map(lines.map((line) => [line.split(':')[0], line.split(':')]));
  for (const name of preferred) {
    const [, , uid, gid] = users.get(name) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    `PostgreSQL does not run as root, and there is no user ${preferred.join(' or ')} to run it`,
  );
}
