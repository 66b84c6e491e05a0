import {
  auditAppend,
  type Append,
  type Candle,
  type Channel,
  type Clock,
  type CrashHook,
  type EventBus,
  type Json,
  type Store,
  type TradePlan,
} from '@tradewarden/core';
import type { Route } from '../routing/route.ts';
import type { TemplateSet } from '../templates/template-set.ts';
import type { QueueBook } from './delivery-row.ts';

/** What every part of the dispatcher works with. */
export interface Setting {
  readonly store: Store;
  readonly book: QueueBook;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly routes: readonly Route[] | undefined;
  readonly templates: TemplateSet;
  readonly clock: Clock;
  readonly events: EventBus | undefined;
  readonly crash: CrashHook | undefined;
  readonly candles: ((plan: TradePlan, signal: AbortSignal) => Promise<readonly Candle[]>) | undefined;
  /** Names this dispatcher in leases. */
  readonly owner: string;
  readonly digestMs: number;
  readonly failoverMs: number;
  readonly maximumQueued: number;
  readonly counts: { delivered: number; dead: number; retried: number; expired: number };
}

/** An audit record of the dispatcher, for the commit of what it records. */
export const recorded = ({ book, clock }: Setting, corr: string, type: string, data: Json): Append =>
  auditAppend(book.account, {
    type,
    at: clock.now(),
    actor: { kind: 'process', id: 'dispatcher' },
    subject: { account: book.account },
    corr,
    data,
  });
