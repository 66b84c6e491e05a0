import {
  type Book,
  bookKey,
  type Clock,
  type CrashHook,
  type CrashPoint,
  createRunner,
  ExposureLedger,
  Pipeline,
  type Runner,
  type Store,
  type TradePlan,
} from '@tradewarden/core';
import {
  type ExecutionPoint,
  type JournalledPlan,
  orderJournalKey,
  placeOrder,
  TradeExecutor,
} from '@tradewarden/executor';
import type { OrderRequest } from '@tradewarden/core/venue';
import { announce, createDispatcher, type Dispatcher } from '@tradewarden/notify';
import { riskGate } from '@tradewarden/risk';
import { fileChannel } from './file-channel.ts';
import { fileVenue } from './file-venue.ts';
import { gateOptions } from './process-plans.ts';

export const lineBook: Book = { account: 'main', mode: 'paper', venue: 'file' };

export interface TradeLineOptions {
  readonly store: Store;
  /** Where the venue and the channel are: outside of every process. */
  readonly directory: string;
  readonly clock: Clock;
  readonly crash?: CrashHook;
}

/** Everything that a process of the whole line runs, from a plan to an order and a message. */
export interface TradeLine {
  readonly runner: Runner;
  readonly executor: TradeExecutor;
  readonly dispatcher: Dispatcher;
  readonly ledger: ExposureLedger;
}

export function tradeLine({ store, directory, clock, crash }: TradeLineOptions): TradeLine {
  const { account, mode, venue: venueId } = lineBook;
  const dying = crash === undefined ? {} : { crash };
  const gate = riskGate(gateOptions('unlimited', 'reject'));
  const pipeline = Pipeline.of<TradePlan>().stage(gate).followUp(announce()).followUp(placeOrder());
  const venue = fileVenue({ directory, clock, journalOf: (order) => journalOf(store, order) });
  const channels = [fileChannel(directory)];
  return {
    runner: createRunner({ pipeline, store, account, mode, venue: venueId, clock, ...dying }),
    executor: new TradeExecutor({
      store,
      venue,
      account,
      mode: 'paper',
      clock,
      crash: (point) => {
        const known = pointOf[point];
        return known === undefined ? undefined : crash?.(known);
      },
    }),
    dispatcher: createDispatcher({ store, account, mode, channels, clock, ...dying }),
    ledger: new ExposureLedger({ store, book: lineBook }),
  };
}

/** Where the executor dies when a line is to die at a crash point. */
const pointOf: Partial<Record<ExecutionPoint, CrashPoint>> = {
  armed: 'CP5',
  sending: 'CP6',
  answered: 'CP7',
  read: 'CP8',
  ended: 'CP10',
};

/** The last fact that is journalled of an order, found by its symbol: plans of these tests have one each. */
async function journalOf(store: Store, order: OrderRequest): Promise<string> {
  const [held] = await store.get([bookKey(lineBook, 'book', order.symbol)]);
  const { reservations = [] } = (held?.value ?? {}) as {
    readonly reservations?: readonly { readonly reservationId: string }[];
  };
  const keys = reservations.map(({ reservationId }) => orderJournalKey(lineBook, reservationId));
  if (keys.length === 0) return 'nothing is reserved';
  for (const entry of await store.get(keys)) {
    const journalled = entry?.value as unknown as JournalledPlan | undefined;
    const known = journalled?.orders.find(({ clientOrderId }) => clientOrderId === order.clientOrderId);
    if (known === undefined) continue;
    const last = known.facts.at(-1)?.kind ?? 'no fact';
    // Of a process that was held up until another took its place: the request may still be on its way, and is known to be.
    const isOpen = last === 'unanswered' && known.facts.some(({ kind }) => kind === 'sending');
    return isOpen ? 'sending' : last;
  }
  return 'nothing is journalled';
}
