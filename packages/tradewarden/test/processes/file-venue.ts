import {
  appendFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  type BracketOrder,
  type Clock,
  Decimal,
  type Fill,
  type OrderReport,
  type Venue,
} from '@tradewarden/core';

/** An order as the venue took it. */
export interface TakenOrder {
  readonly order: BracketOrder;
  readonly at: number;
  /** What the journal said of it at that moment, read from the store: nothing but `sending` may be seen here. */
  readonly journal: string;
}

export interface FileVenueOptions {
  readonly directory: string;
  readonly clock: Clock;
  readonly journalOf: (order: BracketOrder) => Promise<string>;
}

/** When an order of this venue fills, in milliseconds after it was taken: the entry in two halves, then the target. */
export const fillsAfterMs = [2000, 4000, 10_000] as const;

const ordersIn = (directory: string): string => join(directory, 'orders');
const sendsIn = (directory: string): string => join(directory, 'sends.log');

/**
 * A venue in a directory, for processes that die: an order is a file, linked whole and under the name of its client
 * order id or not at all. Fills follow from its age, so they need nobody who is alive.
 */
export function fileVenue({ directory, clock, journalOf }: FileVenueOptions): Venue {
  const orders = ordersIn(directory);
  const drafts = join(directory, 'drafts');
  for (const path of [orders, drafts]) mkdirSync(path, { recursive: true });
  const lookup = (id: string): OrderReport | undefined => {
    const taken = read(join(orders, id));
    return taken === undefined ? undefined : reportOf(taken, clock.now());
  };
  return {
    specification: 'venue/v1',
    id: 'file',
    capabilities: { external: false, attachedProtection: true, clientOrderIds: true },
    submit: async (order) => {
      const id = order.clientOrderId;
      appendFileSync(sendsIn(directory), `${id}\n`);
      if (clock.now() >= order.expiresAt)
        return { status: 'rejected', code: 'EXPIRED', reason: 'the order came after its end' };
      const taken: TakenOrder = { order, at: clock.now(), journal: await journalOf(order) };
      const draft = join(drafts, `${id}.${process.pid}`);
      writeFileSync(draft, JSON.stringify(taken));
      const status = link(draft, join(orders, id)) ? 'accepted' : 'duplicate';
      rmSync(draft);
      const report = lookup(id);
      if (report === undefined) throw new Error(`order ${id} is gone from ${orders}`);
      return { status, report };
    },
    lookup: async (id) => lookup(id),
    // Whatever is asked: a venue may fill an order before it reads the cancellation.
    cancel: async (id) => lookup(id),
  };
}

/** Every order that the venue took. */
export const takenOrders = (directory: string): readonly TakenOrder[] =>
  readdirSync(ordersIn(directory)).map((name) => read(join(ordersIn(directory), name))!);

/** How often an order was sent, also such that it was never taken. */
export const sends = (directory: string): number =>
  (readFileSync(sendsIn(directory), { encoding: 'utf8', flag: 'a+' }).match(/\n/g) ?? []).length;

function read(path: string): TakenOrder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as TakenOrder;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** `false`: the name is taken. */
function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

function reportOf({ order, at }: TakenOrder, now: number): OrderReport {
  const { clientOrderId, quantity, entry, targets } = order;
  const half = Decimal.of(quantity).times('0.5').toString();
  const parts = [
    { reason: 'entry', price: entry, quantity: half },
    { reason: 'entry', price: entry, quantity: half },
    { reason: 'target', price: targets[0]?.price ?? entry, quantity },
  ] as const;
  const fills = parts.flatMap((part, index): readonly Fill[] => {
    const filledAt = at + fillsAfterMs[index]!;
    return filledAt > now
      ? []
      : [{ tradeId: `${clientOrderId}/${index + 1}`, clientOrderId, ...part, fee: '0', at: filledAt }];
  });
  const status = fills.length === 0 ? 'working' : fills.length === parts.length ? 'closed' : 'open';
  return { clientOrderId, status, fills, at: fills.at(-1)?.at ?? at };
}
