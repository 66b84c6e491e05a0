import { type Mode, VirtualClock, systemClock, type Clock } from '@tradewarden/core';
import { type CommandOption, flag, type OptionValues, textOption } from '../console/command.ts';
import { UsageError } from '../console/usage-error.ts';

/** What `run` and `check` are asked alike, so that a check looks at what a run would decide. */
export const planOptions: Readonly<Record<'format' | 'now' | 'mode', CommandOption>> = {
  format: { type: 'string', help: 'native (default) or scanner-alert' },
  now: { type: 'string', help: 'epoch ms, or plan: the clock follows the recorded plans' },
  mode: { type: 'string', help: 'notify (default), dry-run or paper' },
};

export interface RunMode {
  readonly mode: Extract<Mode, 'notify' | 'dry-run' | 'paper'>;
  readonly execute: boolean;
}

/** Without `--execute` nothing is placed; what is queued in `paper` is placed by `serve`. @throws {UsageError} */
export function readMode(options: OptionValues): RunMode {
  const execute = flag(options, 'execute');
  const mode = textOption(options, 'mode') ?? (execute ? 'dry-run' : 'notify');
  if (mode === 'notify' && !execute) return { mode, execute };
  if (mode === 'dry-run' || mode === 'paper') return { mode, execute };
  if (mode === 'notify') throw new UsageError('--execute does not go with --mode notify');
  throw new UsageError(`--mode ${mode}: expected notify, dry-run or paper`);
}

export interface RunClock {
  readonly clock: Clock;
  /** Called with every plan before it is decided. */
  readonly follow: (input: unknown) => void;
}

/** `--now MS` stands still, `--now plan` follows `createdAt`, never backwards; without it the machine's time. @throws {UsageError} */
export function readClock(now: string | undefined): RunClock {
  if (now === undefined) return { clock: systemClock, follow: () => {} };
  if (now === 'plan') {
    const clock = new VirtualClock();
    return {
      clock,
      follow: (input) => {
        const createdAt: unknown =
          typeof input === 'object' && input !== null ? Reflect.get(input, 'createdAt') : undefined;
        if (typeof createdAt === 'number' && Number.isSafeInteger(createdAt)) clock.moveTo(createdAt);
      },
    };
  }
  if (!/^\d{1,15}$/.test(now)) throw new UsageError(`--now ${now}: expected epoch milliseconds, or plan`);
  return { clock: new VirtualClock(Number(now)), follow: () => {} };
}
