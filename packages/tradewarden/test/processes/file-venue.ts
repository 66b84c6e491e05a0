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
import { type Clock, Decimal } from '@tradewarden/core';
import {
  type OrderAddress,
  type OrderRequest,
  guardSubmit,
  isLiveOrder,
  namespaceOf,
  type SubmittableOrder,
  type Venue,
  type VenueFill,
  type VenueOrder,
  type VenuePosition,
  type VenueRead,
} from '@tradewarden/core/venue';

/** An order as the venue took it. */
export interface TakenOrder {
  readonly order: OrderRequest;
  readonly at: number;
  /** What the journal said of it last at that moment, read from the store: nothing but `sending` may be seen here. */
  readonly journal: string;
}

export interface FileVenueOptions {
  readonly directory: string;
  readonly clock: Clock;
  readonly journalOf: (order: OrderRequest) => Promise<string>;
}

/**
 * When limits of this venue fill, in milliseconds after they were taken: entries in two halves, what reduces at once whole.
 * Stops never do. With a look at each of these moments after an entry, and one more, a plan goes through its whole life.
 */
const [entryFillsAfterMs, targetFillsAfterMs] = [[2000, 4000], [6000]] as const;
export const looksAfterMs = [2000, 4000, 8000, 10_000] as const;

const ordersIn = (directory: string): string => join(directory, 'orders');
const sendsIn = (directory: string): string => join(directory, 'sends.log');

/**
 * A venue in a directory, for processes that die: an order is a file, linked whole and under the name of its client
 * order id or not at all, and so is its cancellation. Fills follow from its age, so they need nobody who is alive.
 */
export function fileVenue({ directory, clock, journalOf }: FileVenueOptions): Venue {
  const orders = ordersIn(directory);
  const cancels = join(directory, 'cancels');
  const drafts = join(directory, 'drafts');
  for (const path of [orders, cancels, drafts]) mkdirSync(path, { recursive: true });
  const written = (path: string, value: object): boolean => {
    const draft = join(drafts, `${process.pid}`);
    writeFileSync(draft, JSON.stringify(value));
    const isNew = link(draft, path);
    rmSync(draft);
    return isNew;
  };
  const endOf = (clientOrderId: string): number | undefined =>
    (read(join(cancels, clientOrderId)) as { readonly at: number } | undefined)?.at;
  const shown = ({ clientOrderId, namespace }: Omit<OrderAddress, 'symbol'>): VenueOrder | undefined => {
    const taken = read(join(orders, clientOrderId)) as TakenOrder | undefined;
    if (taken === undefined || namespaceOf(taken.order.instruction) !== namespace) return undefined;
    return reportOf(taken, clock.now(), endOf(clientOrderId));
  };
  const all = (): readonly TakenOrder[] => takenOrders(directory);
  const complete = async <Value>(value: Value): Promise<VenueRead<Value>> => ({
    status: 'complete',
    value,
    asOf: clock.now(),
  });
  const fills = (): readonly VenueFill[] =>
    all()
      .flatMap((taken) => {
        const ended = endOf(taken.order.clientOrderId) ?? Number.POSITIVE_INFINITY;
        return fillsOf(taken, Math.min(clock.now(), ended));
      })
      .toSorted((left, right) => left.at - right.at);
  return guardSubmit({
    specification: 'venue/v1',
    id: 'file',
    capabilities: {
      external: false,
      orders: ['limit', 'market', 'stop-market'],
      reduceOnly: true,
      absenceMarginMs: 1000,
      readLagMs: 0,
    },
    submit: async (order: SubmittableOrder) => {
      const { clientOrderId, instruction, validUntil } = order;
      appendFileSync(sendsIn(directory), `${clientOrderId}\n`);
      const now = clock.now();
      const over = instruction.kind === 'limit' && now >= (instruction.goodTill ?? now + 1);
      if (now > validUntil || over)
        return { status: 'rejected', code: 'EXPIRED_REQUEST', reason: 'it came after its end' } as const;
      const taken: TakenOrder = { order, at: now, journal: await journalOf(order) };
      const status = written(join(orders, clientOrderId), taken) ? 'accepted' : 'duplicate';
      const kept = shown({ clientOrderId, namespace: namespaceOf(instruction) });
      if (kept === undefined) throw new Error(`order ${clientOrderId} is gone from ${orders}`);
      return { status, order: kept } as const;
    },
    lookup: async (address) => {
      const order = shown(address);
      const asOf = clock.now();
      return order === undefined ? { status: 'not-found', asOf } : { status: 'found', order, asOf };
    },
    cancel: async (address) => {
      const before = shown(address);
      if (before === undefined) return { status: 'not-found', asOf: clock.now() };
      if (!isLiveOrder(before)) return { status: 'already-done', order: before };
      written(join(cancels, address.clientOrderId), { at: clock.now() });
      return { status: 'cancelled', order: shown(address) ?? before };
    },
    openOrders: () =>
      complete(
        all().flatMap(({ order }) => {
          const { clientOrderId, instruction } = order;
          const kept = shown({ clientOrderId, namespace: namespaceOf(instruction) });
          return kept !== undefined && isLiveOrder(kept) ? [kept] : [];
        }),
      ),
    fillsSince: () => complete({ fills: fills(), cursor: '', more: false }),
    positions: () => complete(positionsOf(fills())),
    balances: () => complete([]),
    serverTime: () => complete(clock.now()),
    identity: () => complete({ account: directory, environment: 'simulated', hosts: [] }),
  } satisfies Venue);
}

/** Every order that the venue took. */
export const takenOrders = (directory: string): readonly TakenOrder[] =>
  readdirSync(ordersIn(directory)).map((name) => read(join(ordersIn(directory), name)) as TakenOrder);

/** Those that entered. */
export const takenEntries = (directory: string): readonly TakenOrder[] =>
  takenOrders(directory).filter(({ order }) => !order.reduceOnly);

/** How often an order was sent, also such that it was never taken. */
export const sends = (directory: string): number =>
  (readFileSync(sendsIn(directory), { encoding: 'utf8', flag: 'a+' }).match(/\n/g) ?? []).length;

function read(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
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

function fillsOf({ order, at }: TakenOrder, until: number): readonly VenueFill[] {
  const { clientOrderId, symbol, side, quantity, instruction, reduceOnly } = order;
  if (instruction.kind === 'stop-market') return [];
  const moments: readonly number[] = reduceOnly ? targetFillsAfterMs : entryFillsAfterMs;
  return moments.flatMap((ms, index): readonly VenueFill[] =>
    at + ms > until
      ? []
      : [
          {
            tradeId: `${clientOrderId}/${index + 1}`,
            clientOrderId,
            venueOrderId: `v-${clientOrderId}`,
            symbol,
            side,
            price: instruction.kind === 'limit' ? instruction.price : '42000',
            quantity: Decimal.of(quantity).dividedBy(moments.length).toString(),
            fee: '0',
            feeCurrency: 'USDT',
            liquidity: 'maker',
            at: at + ms,
          },
        ],
  );
}

function reportOf(taken: TakenOrder, now: number, endedAt: number | undefined): VenueOrder {
  const { order, at } = taken;
  const { clientOrderId, symbol, side, instruction, quantity, reduceOnly } = order;
  const goodTill = instruction.kind === 'limit' ? instruction.goodTill : undefined;
  const fills = fillsOf(taken, Math.min(now, endedAt ?? now, goodTill ?? now));
  const filled = fills.reduce((sum, fill) => sum.plus(fill.quantity), Decimal.zero);
  const status =
    endedAt !== undefined
      ? 'cancelled'
      : filled.gte(quantity)
        ? 'filled'
        : goodTill !== undefined && now >= goodTill
          ? 'expired'
          : filled.isZero()
            ? 'new'
            : 'partially-filled';
  return {
    clientOrderId,
    venueOrderId: `v-${clientOrderId}`,
    symbol,
    side,
    namespace: namespaceOf(instruction),
    instruction,
    quantity,
    filledQuantity: filled.toString(),
    reduceOnly,
    status,
    createdAt: at,
    updatedAt: fills.at(-1)?.at ?? at,
  };
}

function positionsOf(fills: readonly VenueFill[]): readonly VenuePosition[] {
  const held = new Map<string, Decimal>();
  for (const { symbol, side, quantity } of fills) {
    const signed = side === 'BUY' ? Decimal.of(quantity) : Decimal.of(quantity).negated();
    held.set(symbol, (held.get(symbol) ?? Decimal.zero).plus(signed));
  }
  return [...held]
    .filter(([, quantity]) => !quantity.isZero())
    .map(([symbol, quantity]) => ({ symbol, quantity: quantity.toString(), entryPrice: '42000' }));
}
