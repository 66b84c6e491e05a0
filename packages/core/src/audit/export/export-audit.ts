import { canonicalJson } from '../../domain/canonical-json.ts';
import type { Json } from '../../domain/json.ts';
import { AuditBrokenError } from '../../errors/audit-broken-error.ts';
import type { LogEntry, Store } from '../../store/store.ts';
import { lastCheckpoint } from '../anchor/audit-anchor.ts';
import { auditLog } from '../audit-record.ts';
import { canonicalValue } from '../canonical-value.ts';
import { auditKeys } from '../keys/rotate-audit-key.ts';
import { logEntries, pageOf } from '../log-entries.ts';
import { leafHash, MerkleTree } from '../merkle-tree.ts';
import { auditOrigin, type CheckpointNote, parseCheckpoint } from '../note/checkpoint.ts';
import { noteText } from '../note/signed-note.ts';
import { checkpointLog } from '../seal-state.ts';
import { storedLeaves } from '../verify/stored-leaves.ts';
import { type ExportHeader, recordLine } from './export-form.ts';

export interface ExportOptions {
  /** Sequence of the first record; default the oldest that is kept. */
  readonly from?: number;
  /** Sequence of the last; goes on to the end of its block, so that all of it is under a checkpoint. Default all. */
  readonly to?: number;
}

/**
 * The log as lines of JSON that verify without the store: a header, records as they are stored, each checkpoint
 * behind the last record under it, the count. Streams in constant memory; appended meanwhile is left out.
 * @throws {AuditBrokenError} records do not agree with their checkpoints; what came so far is not to be kept.
 */
export async function* exportAudit(
  store: Store,
  account: string,
  options: ExportOptions = {},
): AsyncGenerator<string, void> {
  const head = await store.head(auditLog(account));
  const from = Math.max(options.from ?? head.first, head.first);
  const base = await treeBefore(store, account, from);
  const checkpoints = checkpointsAfter(store, account, from - 1);
  let next = await following(checkpoints);
  const to = await endOf(store, account, Math.min(options.to ?? head.last, head.last));
  const header: ExportHeader = {
    format: 'tradewarden-audit/1',
    account,
    origin: auditOrigin(account),
    keys: await auditKeys(store, account),
    tree: 'rfc6962-sha256',
    canon: 'rfc8785',
    from,
    to,
    base: { size: base.size, frontier: base.frontier },
  };
  yield canonicalJson(header as unknown as Json);
  for await (const { sequence, text } of recordsBetween(store, account, from, to)) {
    if (sequence !== base.size + 1) throw broken(`record ${base.size + 1} is missing`);
    if (canonicalValue(text) === undefined) throw broken(`record ${sequence} is no canonical JSON`);
    base.push(leafHash(sequence, text));
    yield recordLine(sequence, text);
    if (next?.size !== sequence) continue;
    if (next.root !== base.root())
      throw broken(`records up to ${sequence} do not lead to the root of their checkpoint`);
    yield canonicalJson({ checkpoint: noteText(next.note) });
    next = await following(checkpoints);
  }
  if (base.size < to) throw broken(`record ${base.size + 1} is missing`);
  yield canonicalJson({ count: Math.max(0, to - from + 1) });
}

const broken = (message: string): AuditBrokenError => new AuditBrokenError(`${message}; run audit verify`);

/** The tree over everything before a record, from the leaf table: the records may be trimmed. */
async function treeBefore(store: Store, account: string, from: number): Promise<MerkleTree> {
  const tree = new MerkleTree();
  if (from === 1) return tree;
  for await (const { sequence, leaf } of storedLeaves(store, account)) {
    if (sequence >= from) return tree;
    if (sequence !== tree.size + 1) throw broken(`the leaf hash of record ${tree.size + 1} is missing`);
    tree.push(leaf);
  }
  // Not sealed yet, so still there as a record.
  for await (const { sequence, text } of recordsBetween(store, account, tree.size + 1, from - 1)) {
    tree.push(leafHash(sequence, text));
  }
  return tree;
}

async function* recordsBetween(
  store: Store,
  account: string,
  from: number,
  to: number,
): AsyncGenerator<LogEntry, void> {
  if (from > to) return;
  for await (const entry of logEntries(store, auditLog(account), { after: from - 1, page: pageOf.records })) {
    if (entry.sequence > to) return;
    yield entry;
    if (entry.sequence === to) return;
  }
}

async function* checkpointsAfter(
  store: Store,
  account: string,
  size: number,
): AsyncGenerator<CheckpointNote, void> {
  const rows = logEntries(store, checkpointLog(account), { after: 0, page: pageOf.checkpoints });
  for await (const { value } of rows) {
    const checkpoint = typeof value === 'string' ? parseCheckpoint(value) : undefined;
    if (checkpoint === undefined) throw broken('a checkpoint cannot be read');
    if (checkpoint.size > size) yield checkpoint;
  }
}

/** The end of the block that a record is in; itself when it is not sealed. */
async function endOf(store: Store, account: string, sequence: number): Promise<number> {
  const note = await lastCheckpoint(store, account);
  const last = note === undefined ? undefined : parseCheckpoint(note);
  if (last === undefined || last.size < sequence) return sequence;
  for await (const { size } of checkpointsAfter(store, account, sequence - 1)) return size;
  return sequence;
}

async function following<T>(from: AsyncGenerator<T, void>): Promise<T | undefined> {
  const { value, done } = await from.next();
  return done === true ? undefined : value;
}
