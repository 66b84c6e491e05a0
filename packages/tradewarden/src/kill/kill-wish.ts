import type { LatchScope, Mode, TradingState } from '@tradewarden/core';
import type { KillRequest } from '@tradewarden/executor';
import { flag, type OptionValues, textOption } from '../console/command.ts';
import type { Terminal } from '../console/terminal.ts';
import { UsageError } from '../console/usage-error.ts';
import { readModes, readScope } from '../states/latch-options.ts';
import { operatorOf } from '../states/operator.ts';

/** What the words of a `kill` ask for. */
export interface KillWish {
  readonly request: KillRequest;
  readonly scope: LatchScope;
  readonly state: TradingState;
  readonly modes: readonly Mode[];
  readonly limitMs: number;
  /** About the account as a whole, orders at the venue included; otherwise it only latches. */
  readonly isWhole: boolean;
}

/** @throws {UsageError} with the word that means nothing. */
export function readKillWish(options: OptionValues, terminal: Terminal): KillWish {
  const scope = readScope(textOption(options, 'scope') ?? 'account');
  const state = readState(textOption(options, 'state') ?? 'HALTED');
  const asked = readModes(options);
  const limitMs = readLimit(textOption(options, 'limit') ?? '60');
  const reason = textOption(options, 'reason') ?? 'killed by hand';
  const isWhole = typeof scope === 'string' && state === 'HALTED' && asked.includes('paper');
  const mode = flag(options, 'flatten') ? 'flatten' : 'entries';
  if (mode === 'flatten' && !isWhole)
    throw new UsageError('--flatten goes with the whole account in mode paper, and with HALTED');
  const modes = scope === 'global' ? asked.slice(0, 1) : asked;
  return { request: { mode, reason, actor: operatorOf(terminal) }, scope, state, modes, limitMs, isWhole };
}

const states: readonly TradingState[] = ['HALTED', 'CANCEL_ONLY', 'REDUCING'];

function readState(text: string): TradingState {
  const found = states.find((state) => state === text);
  if (found === undefined) throw new UsageError(`--state ${text}: expected ${states.join(', ')}`);
  return found;
}

function readLimit(text: string): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) === 0)
    throw new UsageError(`--limit ${text}: expected seconds, 1 to 9999`);
  return Number(text) * 1000;
}
