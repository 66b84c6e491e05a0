import { systemClock } from '@tradewarden/core';
import { type AuditKey, auditKeys, rotateAuditKey } from '@tradewarden/core/audit';
import { openExistingStore } from '../config/open-store.ts';
import { type CommandInput, flag } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { UsageError } from '../console/usage-error.ts';
import { openKeyFolder } from './audit-keys.ts';

/** `audit key`: the public keys of the log and the sizes that they answer for; `--rotate` makes the next one. */
export async function showKeys({ terminal, settings, options }: CommandInput): Promise<number> {
  const { account } = settings;
  const { directory } = terminal;
  if (settings.store === 'memory:') throw new UsageError('audit key: a store in memory has no keys');
  const { store } = await openExistingStore(settings.store, directory, systemClock);
  try {
    const folder = await openKeyFolder(store, settings, directory);
    let keys = await auditKeys(store, account);
    if (flag(options, 'rotate') && folder !== undefined) {
      const held = new Set((await folder.signers()).map(({ vkey }) => vkey));
      const missing = keys.find(({ vkey, toSize }) => toSize === undefined && !held.has(vkey));
      // Both sign for a while: without the old key nothing could be sealed until then.
      if (missing !== undefined) {
        terminal.err(
          `not rotated: the private key of ${missing.vkey} is not here, and it signs the overlap\n`,
        );
        return exitCodes.failed;
      }
      keys = await rotateAuditKey(store, account, (await folder.create()).vkey);
      await folder.remember(keys);
    }
    terminal.out(flag(options, 'json') ? `${JSON.stringify({ keys })}\n` : keysText(keys));
    return exitCodes.done;
  } finally {
    await store.close();
  }
}

const keysText = (keys: readonly AuditKey[]): string =>
  keys.length === 0
    ? 'no key: checkpoints are unsigned until the log is sealed with one\n'
    : `${keys.map(({ vkey, fromSize = 1, toSize = '' }) => `${vkey}@${fromSize}-${toSize}`).join('\n')}\n`;
