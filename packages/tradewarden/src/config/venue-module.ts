import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Clock, MarketData, Mode } from '@tradewarden/core';
import type { EquitySource } from '@tradewarden/core/equity';
import { guardSubmit, type Venue } from '@tradewarden/core/venue';
import { UsageError } from '../console/usage-error.ts';
import type { Settings } from './settings.ts';

/** What the module of a venue is given. */
export interface VenueContext {
  readonly clock: Clock;
  readonly account: string;
  readonly mode: Mode;
}

/** Called once for each part that needs a line of its own to the venue: the executor, and the kill switch. */
export type VenueModule = (context: VenueContext) => PaperVenue | Promise<PaperVenue>;

/** A venue that may tell what the account is worth: what the breakers measure losses by with `equitySource: 'venue'`. */
export type PaperVenue = Venue & { readonly equity?: EquitySource };

const methods = [
  'submit',
  'lookup',
  'cancel',
  'openOrders',
  'fillsSince',
  'positions',
  'balances',
  'serverTime',
  'identity',
] as const;

/**
 * A new instance of the venue that a module gives, started.
 * @throws {UsageError} with what is wrong with the module. @throws {Error} the venue did not start.
 */
export async function openVenue(
  path: string,
  context: VenueContext,
  signal: AbortSignal,
): Promise<PaperVenue> {
  if (!existsSync(path)) throw new UsageError(`venue: there is no file ${path}`);
  const make = await exportOf(path);
  if (typeof make !== 'function')
    throw new UsageError(
      `venue ${path}: expected its default export, or one named venue, to be a function (context) => Venue; it is ${make === undefined ? 'missing' : typeof make}`,
    );
  let venue: unknown;
  try {
    venue = await (make as VenueModule)(context);
  } catch (error) {
    throw new UsageError(`venue ${path}: its function failed: ${textOf(error)}`);
  }
  const problem = problemOf(venue);
  if (problem !== undefined) throw new UsageError(`venue ${path}: what its function returned ${problem}`);
  const made = venue as PaperVenue;
  if (made.capabilities.external && context.mode === 'paper')
    throw new UsageError(
      `venue ${path}: ${made.id} is external, where orders are real; mode paper may not reach it`,
    );
  guardSubmit(made);
  try {
    await made.start?.(signal);
  } catch (error) {
    throw new Error(`venue ${made.id} did not start: ${textOf(error)}`, { cause: error });
  }
  return made;
}

/** What is decided by, and where the orders go. */
export interface OpenedVenue {
  readonly venue: Venue;
  readonly market: MarketData;
  readonly equity: EquitySource | undefined;
}

/**
 * The configured venue of paper trading, with the prices and filters that decisions and entries need.
 * @throws {UsageError} none is configured, or it offers none.
 */
export async function openPaperVenue(
  { venue: path, account }: Pick<Settings, 'venue' | 'account'>,
  clock: Clock,
  signal: AbortSignal,
): Promise<OpenedVenue> {
  if (path === undefined)
    throw new UsageError(
      '--mode paper needs a venue: name its module in the configuration (venue) or in TRADEWARDEN_VENUE',
    );
  const venue = await openVenue(path, { clock, account, mode: 'paper' }, signal);
  const { market, equity } = venue;
  if (market !== undefined) return { venue, market, equity };
  await venue.stop?.();
  throw new UsageError(
    `venue ${path}: ${venue.id} offers no prices (market); without any nothing can be entered`,
  );
}

async function exportOf(path: string): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(path).href)) as Readonly<
      Partial<Record<'default' | 'venue', unknown>>
    >;
    return module.default ?? module.venue;
  } catch (error) {
    throw new UsageError(`venue: cannot load ${path}: ${textOf(error)}`);
  }
}

/** What makes it no venue; `undefined`: it is one, as far as can be seen. */
function problemOf(made: unknown): string | undefined {
  if (typeof made !== 'object' || made === null)
    return `is no venue but ${made === null ? 'null' : typeof made}`;
  const venue = made as Partial<Venue>;
  if (venue.specification !== 'venue/v1')
    return `is no venue: its specification is ${String(venue.specification)}, not venue/v1`;
  if (typeof venue.id !== 'string' || venue.id === '') return 'is no venue: it has no id';
  if (!Array.isArray(venue.capabilities?.orders)) return 'is no venue: it declares no capabilities';
  const missing = methods.filter((name) => typeof venue[name] !== 'function');
  return missing.length === 0 ? undefined : `is no venue: it has no ${missing.join(', ')}`;
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
