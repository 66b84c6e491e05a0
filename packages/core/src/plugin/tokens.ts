import type { Channel } from '../channel/channel.ts';
import type { DrawPicture } from '../channel/plan-picture.ts';
import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import type { Book } from '../domain/decision.ts';
import { createEventBus, type EventBus } from '../events/event-bus.ts';
import type { Executor, Worker } from '../executor/executor.ts';
import type { ClosingGuard } from '../ledger/closing-guard.ts';
import { type Logger, silentLogger } from '../logger/logger.ts';
import type { AnyFollowUp, AnyStage } from '../pipeline/pipeline.ts';
import type { Middleware } from '../pipeline/middleware.ts';
import { createRedactor, type Redactor } from '../redaction/redactor.ts';
import type { Store } from '../store/store.ts';
import type { Venue } from '../venue/venue.ts';
import { manyToken, type ManyToken, token, type Token } from './token.ts';

export const CLOCK: Token<Clock> = token<Clock>('Clock', { fallback: () => systemClock });
export const LOGGER: Token<Logger> = token<Logger>('Logger', { fallback: () => silentLogger });
export const EVENTS: Token<EventBus> = token<EventBus>('Events', { fallback: () => createEventBus() });
/** One for the whole app, so that what one plugin keeps secret no other writes down. */
export const REDACTOR: Token<Redactor> = token<Redactor>('Redactor', { fallback: () => createRedactor() });
/** What draws the pictures of plans; without it messages go without. */
export const DRAW_PICTURE: Token<DrawPicture> = token<DrawPicture>('DrawPicture');
export const BOOK: Token<Book> = token<Book>('Book');
export const STORE: Token<Store> = token<Store>('Store');
export const VENUE: Token<Venue> = token<Venue>('Venue');
/** What adds to the commits that close positions, such as breakers. */
export const CLOSING_GUARD: Token<ClosingGuard> = token<ClosingGuard>('ClosingGuard');
export const EXECUTOR: Token<Executor> = token<Executor>('Executor');
/** In order of use; the first takes a `TradePlan`. */
export const STAGES: ManyToken<AnyStage> = manyToken<AnyStage>('Stages');
export const FOLLOW_UPS: ManyToken<AnyFollowUp> = manyToken<AnyFollowUp>('FollowUps');
export const MIDDLEWARE: ManyToken<Middleware> = manyToken<Middleware>('Middleware');
export const CHANNELS: ManyToken<Channel> = manyToken<Channel>('Channels');
/** Drained in order. */
export const WORKERS: ManyToken<Worker> = manyToken<Worker>('Workers');
