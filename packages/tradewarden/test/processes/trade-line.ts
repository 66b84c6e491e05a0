import {
  type Book,
  bookKey,
  type BracketOrder,
  type Clock,
  type CrashHook,
  createRunner,
  type Execution,
  executionKey,
  ExposureLedger,
  Pipeline,
  type Runner,
  type Store,
  type TradePlan,
} from '@tradewarden/core';
import { placeOrder, TradeExecutor } from '@tradewarden/executor';
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
    executor: new TradeExecutor({ store, venue, account, mode: 'paper', clock, ...dying }),
    dispatcher: createDispatcher({ store, account, mode, channels, clock, ...dying }),
    ledger: new ExposureLedger({ store, book: lineBook }),
  };
}

/** What the journal says of an order, found by its symbol: plans of these tests have one each. */
async function journalOf(store: Store, order: BracketOrder): Promise<string> {
  const [held] = await store.get([bookKey(lineBook, 'book', order.symbol)]);
  const { reservations = [] } = (held?.value ?? {}) as {
    readonly reservations?: readonly { readonly reservationId: string }[];
  };
  const entries = reservations.map(({ reservationId }) => executionKey(lineBook, reservationId));
  if (entries.length === 0) return 'nothing is reserved';
  for (const entry of await store.get(entries)) {
    const execution = entry?.value as unknown as Execution | undefined;
    if (execution?.order.clientOrderId === order.clientOrderId) return execution.status;
  }
  return 'nothing is journalled';
}
