import type { MessageKind, MessageSeverity } from '@tradewarden/core';
import type { QuietHours } from './quiet-hours.ts';

/** `silent`: without sound; `digest`: put together, later; `off`: not at all. */
export type RouteMode = 'on' | 'silent' | 'digest' | 'off';

/**
 * Routes are tried in order and the first that matches takes the message, the following ones too when it says
 * `continue`. What a critical message cannot reach goes to the next route that matches. Without routes, everything
 * goes to every channel.
 */
export interface Route {
  readonly channels: readonly string[];
  readonly kinds?: readonly MessageKind[];
  readonly severities?: readonly MessageSeverity[];
  /** Names of announced events, such as `kill`. */
  readonly topics?: readonly string[];
  /** Plans with a lower score, or none, do not match. */
  readonly minimumScore?: number;
  /** With `*` for any text, such as `BTC/*`. */
  readonly symbols?: readonly string[];
  /** Default `on`. */
  readonly mode?: RouteMode;
  readonly quietHours?: QuietHours;
  readonly continue?: boolean;
}

/** What routes look at. */
export interface Routable {
  readonly kind: MessageKind;
  readonly severity: MessageSeverity;
  readonly topic?: string | undefined;
  readonly score?: string | undefined;
  readonly symbol?: string | undefined;
}

export interface Destination {
  readonly channel: string;
  readonly mode: 'on' | 'silent' | 'digest';
  readonly quietHours?: QuietHours;
}

function matches(about: Routable, route: Route): boolean {
  const { kinds, severities, topics, minimumScore, symbols } = route;
  return (
    (kinds?.includes(about.kind) ?? true) &&
    (severities?.includes(about.severity) ?? true) &&
    (topics === undefined || (about.topic !== undefined && topics.includes(about.topic))) &&
    (minimumScore === undefined || Number(about.score ?? Number.NaN) >= minimumScore) &&
    (symbols === undefined || symbols.some((glob) => about.symbol !== undefined && like(glob, about.symbol)))
  );
}

const like = (glob: string, symbol: string): boolean =>
  new RegExp(`^${glob.replaceAll(/[\\^$+?.()|[\]{}/-]/g, String.raw`\$&`).replaceAll('*', '.*')}$`).test(
    symbol,
  );

const everyRoute = (channels: readonly string[]): readonly Route[] => [{ channels }];

/** Where a message goes: each channel once, by the first route that names it. */
export function destinationsOf(
  about: Routable,
  routes: readonly Route[] | undefined,
  channels: readonly string[],
): readonly Destination[] {
  const found = new Map<string, Destination | undefined>();
  let taken = false;
  for (const route of routes ?? everyRoute(channels)) {
    if (!matches(about, route)) continue;
    const { mode = 'on', quietHours } = route;
    taken = true;
    for (const channel of route.channels) {
      if (!channels.includes(channel) || found.has(channel)) continue;
      const place =
        mode === 'off' ? undefined : { channel, mode, ...(quietHours === undefined ? {} : { quietHours }) };
      found.set(channel, place);
    }
    if (route.continue !== true) break;
  }
  const places = [...found.values()].filter((place) => place !== undefined);
  // A critical message that no route speaks of is no message to lose.
  if (!taken && about.severity === 'critical')
    return channels.map((channel) => ({ channel, mode: 'on' as const }));
  return places;
}

/** Channels of the next matching route that were not tried yet: where a critical message goes instead. */
export function failoverChannels(
  about: Routable,
  routes: readonly Route[] | undefined,
  channels: readonly string[],
  tried: readonly string[],
): readonly string[] {
  for (const route of routes ?? everyRoute(channels)) {
    if (!matches(about, route) || route.mode === 'off') continue;
    const left = route.channels.filter((channel) => channels.includes(channel) && !tried.includes(channel));
    if (left.length > 0) return left;
  }
  return [];
}
