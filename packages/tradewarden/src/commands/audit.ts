import { systemClock } from '@tradewarden/core';
import {
  type AuditKey,
  type AuditReport,
  exportAudit,
  exportedLeaves,
  type KeyFolder,
  proveRecord,
  verifyAudit,
  verifyExport,
  verifyProof,
} from '@tradewarden/core/audit';
import { anchoredNotes } from '../audit/audit-anchors.ts';
import { keyFolderOf, openKeyFolder } from '../audit/audit-keys.ts';
import { auditSentence, verifyExitCode } from '../audit/audit-sentence.ts';
import { showKeys } from '../audit/show-keys.ts';
import { linesOf, readAnchors, readKeys, readText, startOf } from '../audit/read-evidence.ts';
import { sealLog } from '../audit/seal-log.ts';
import { trimLog } from '../audit/trim-log.ts';
import { openExistingStore } from '../config/open-store.ts';
import { type Command, type CommandInput, flag, listOption, textOption } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { UsageError } from '../console/usage-error.ts';
import { auditReplay } from './audit-replay.ts';
import { auditReport } from './audit-report.ts';
import { auditWhatIf } from './audit-what-if.ts';

const actions: Readonly<Record<string, (input: CommandInput) => Promise<number>>> = {
  verify,
  prove,
  export: exportLines,
  seal: sealLog,
  trim: trimLog,
  replay: auditReplay,
  report: auditReport,
  'what-if': auditWhatIf,
  key: showKeys,
};

/** Proof that the record was not changed. */
export const auditCommand: Command = {
  name: 'audit',
  usage: 'verify [FILE]|replay|what-if|report|prove SEQUENCE|export|seal|key|trim SEQUENCE EXPORT',
  summary:
    'has a record been changed, moved or removed? verify checks the log, an export or a proof; replay decides again, what-if under other limits; report counts',
  options: {
    rotate: { type: 'boolean', help: 'key: make the next key; both sign for 2,000 records' },
    key: { type: 'string', many: true, help: 'a public key that must have signed, VKEY or VKEY@FROM-TO' },
    anchor: { type: 'string', many: true, help: 'a file of checkpoints that were kept elsewhere' },
    confirm: { type: 'boolean', help: 'trim: forget them; without it nothing is changed' },
    compare: { type: 'string', help: 'an export: names the exact record' },
    from: {
      type: 'string',
      help: 'export: sequence of the first record; report: a date, a date with time (UTC), or epoch ms',
    },
    since: {
      type: 'string',
      help: 'replay, what-if: a date, a date with time (UTC), epoch ms, or an age such as 30d',
    },
    to: {
      type: 'string',
      help: 'export: sequence of the last record; report, what-if: as --since, exclusive',
    },
  },
  run: async (input) => {
    const action = actions[input.positionals[0] ?? ''];
    if (action === undefined)
      throw new UsageError('audit: say verify, replay, what-if, report, prove, export, seal, key or trim');
    return action(input);
  },
};

/** Exit codes: 0 ok, 1 broken, 2 could not check, 3 ok but unsigned or without an anchor. */
async function verify(input: CommandInput): Promise<number> {
  const { terminal, settings, positionals, options, signal } = input;
  const { directory } = terminal;
  const given = readKeys(listOption(options, 'key'));
  const trusted = async (folder: KeyFolder | undefined): Promise<readonly AuditKey[]> =>
    given.length > 0 ? given : ((await folder?.trusted()) ?? []);
  const anchorFiles = listOption(options, 'anchor');
  const [, file] = positionals;
  try {
    if (file !== undefined) {
      const keys = await trusted(keyFolderOf(settings, directory));
      // An export or a proof may be of another log than the one that the configuration anchors.
      const anchors = await readAnchors(directory, anchorFiles);
      const text = await startOf(directory, file);
      if (text.startsWith('c2sp.org/tlog-proof')) return await verifyOneProof(input, file, { keys, anchors });
      return said(input, await verifyExport(linesOf(directory, file), { keys, anchors }));
    }
    const { store } = await openExistingStore(settings.store, directory, systemClock);
    try {
      const keys = await trusted(await openKeyFolder(store, settings, directory));
      const anchors = await anchoredNotes(settings, directory, anchorFiles);
      const compare = textOption(options, 'compare');
      const compared =
        compare === undefined ? {} : { reference: await referenceOf(directory, compare, keys) };
      return said(input, await verifyAudit(store, settings.account, { keys, anchors, signal, ...compared }));
    } finally {
      await store.close();
    }
  } catch (error) {
    if (signal.aborted || error instanceof UsageError) throw error;
    throw new UsageError(`could not check: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function referenceOf(
  directory: string,
  file: string,
  keys: ReturnType<typeof readKeys>,
): Promise<ReturnType<typeof exportedLeaves>> {
  await startOf(directory, file);
  const report = await verifyExport(linesOf(directory, file), { keys });
  if (!report.ok) throw new UsageError(`${file}: ${auditSentence(report)}`);
  return exportedLeaves(linesOf(directory, file));
}

function said({ terminal, options }: CommandInput, report: AuditReport): number {
  terminal.out(flag(options, 'json') ? `${JSON.stringify(report)}\n` : `${auditSentence(report)}\n`);
  return verifyExitCode(report);
}

async function verifyOneProof(
  { terminal, options }: CommandInput,
  file: string,
  trust: Parameters<typeof verifyProof>[1],
): Promise<number> {
  const report = verifyProof(await readText(terminal.directory, file), trust);
  const sentence = report.ok
    ? `good: record ${report.sequence} is one of the ${report.size} records of ${report.origin}\n${JSON.stringify(report.record)}`
    : `BROKEN: ${report.reason}`;
  terminal.out(flag(options, 'json') ? `${JSON.stringify(report)}\n` : `${sentence}\n`);
  if (!report.ok) return exitCodes.failed;
  return report.signedBy.length > 0 ? exitCodes.done : 3;
}

async function prove({ terminal, settings, positionals, options }: CommandInput): Promise<number> {
  const [, text = ''] = positionals;
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new UsageError('audit prove: name the sequence of a record');
  const { store } = await openExistingStore(settings.store, terminal.directory, systemClock);
  try {
    const proved = await proveRecord(store, settings.account, Number(text));
    if (flag(options, 'json')) terminal.out(`${JSON.stringify(proved)}\n`);
    else if (proved.ok) terminal.out(proved.proof);
    else terminal.err(`${proved.message}\n`);
    return proved.ok ? exitCodes.done : exitCodes.failed;
  } finally {
    await store.close();
  }
}

async function exportLines({ terminal, settings, options, signal }: CommandInput): Promise<number> {
  const range: { from?: number; to?: number } = {};
  for (const end of ['from', 'to'] as const) {
    const text = textOption(options, end);
    if (text === undefined) continue;
    if (!/^[1-9]\d{0,14}$/.test(text)) throw new UsageError(`--${end} ${text}: expected a sequence`);
    range[end] = Number(text);
  }
  const { store } = await openExistingStore(settings.store, terminal.directory, systemClock);
  try {
    for await (const line of exportAudit(store, settings.account, range)) {
      signal.throwIfAborted();
      terminal.out(`${line}\n`);
    }
    return exitCodes.done;
  } finally {
    await store.close();
  }
}
