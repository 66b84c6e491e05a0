import type { AuditEvent } from '../../audit/audit-record.ts';
import type { Mode } from '../../domain/decision.ts';
import { sha256Hex } from '../../hash/sha256.ts';
import { keyPart } from '../../ledger/book-keys.ts';
import type { Entry } from '../../store/store.ts';
import type { LatchScope } from '../latch.ts';

/** A latch as it stood when somebody asked to release it. */
interface ChallengedLatch {
  readonly mode: Mode;
  readonly scope: LatchScope;
  readonly version: number;
}

/** The latest request to resume, at `<account>/resume`. A later one takes its place, so that one token is good at a time. */
export interface ResumeChallenge {
  readonly tokenHash: string;
  readonly latches: readonly ChallengedLatch[];
  readonly actor: AuditEvent['actor'];
  readonly at: number;
  /** Epoch ms; a token is good for one release. */
  readonly usedAt?: number;
}

/** How long a token is good; from then on, and before the moment of its request, it is not. */
export const tokenLifeMs = 120_000;

export const challengeKey = (account: string): string => `${keyPart(account)}/resume`;

export const hashOfToken = (token: string): string => sha256Hex(token);

/** What cannot be read is no request. */
export function readChallenge(entry: Entry | null | undefined): ResumeChallenge | undefined {
  const value = entry?.value as Partial<ResumeChallenge> | null | undefined;
  const sound =
    typeof value?.tokenHash === 'string' &&
    Number.isSafeInteger(value.at) &&
    Array.isArray(value.latches) &&
    typeof value.actor?.id === 'string';
  return sound ? (value as ResumeChallenge) : undefined;
}
