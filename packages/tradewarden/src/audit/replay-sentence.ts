import type { Json } from '@tradewarden/core';
import type { NotRecomputed, ReplayReport } from '@tradewarden/core/audit';
import { exitCodes } from '../console/exit-codes.ts';

/** 0 every decision agrees, 1 one does not, 2 nothing was checked, or not everything could be. */
export function replayExitCode({ decisions, different, notRecomputed }: ReplayReport): number {
  if (different > 0) return exitCodes.failed;
  return decisions === 0 || notRecomputed.length > 0 ? exitCodes.usage : exitCodes.done;
}

/** What a replay found, for people: a line for the verdict and one for each reason. */
export function replayText({ decisions, agreed, different, first, notRecomputed }: ReplayReport): string {
  if (decisions === 0) return 'could not check: there is no decision to compute again\n';
  const counted = `${agreed} of ${decisions} decisions agree with their records`;
  const head =
    first === undefined
      ? `${notRecomputed.length === 0 ? 'good' : 'could not check everything'}: ${counted}`
      : `DIFFERENT: record ${first.sequence}, plan ${first.planId}, ${first.path}: ${shown(first.recorded)} recorded, ${shown(first.recomputed)} recomputed; ${different} differ, ${counted}`;
  return [head, ...notRecomputed.map(gapLine)].map((line) => `${line}\n`).join('');
}

const shown = (value: Json | undefined): string => (value === undefined ? 'nothing' : JSON.stringify(value));

const gapLine = ({ count, reason, message, sequence, planId }: NotRecomputed): string =>
  `not recomputed: ${count}, ${reason}: ${message} (first: record ${sequence}, plan ${planId})`;
