import { type Clock, createEventBus, type Store } from '@tradewarden/core';
import { TradeExecutor } from '@tradewarden/executor';
import { outcomeGuard } from '@tradewarden/risk';
import { venueSim } from '@tradewarden/venue-sim';
import type { CommandInput } from '../console/command.ts';

/** Journals what would be sent, and says it; nothing leaves the process. */
export function dryExecutor(
  { terminal, settings }: Pick<CommandInput, 'terminal' | 'settings'>,
  store: Store,
  clock: Clock,
): TradeExecutor {
  const events = createEventBus();
  events.on('order.updated', ({ order }) => terminal.err(`dry-run, not sent: ${JSON.stringify(order)}\n`));
  const venue = venueSim.create({}, { clock });
  const closing = outcomeGuard({ profile: settings.profile, limits: settings.limits });
  const {
    account,
    execution: { planning },
  } = settings;
  return new TradeExecutor({ store, venue, account, mode: 'dry-run', clock, events, closing, planning });
}
