import type { MessageKind, MessageSeverity } from '@tradewarden/core';

/** A message goes to the channels of every route that matches; without routes, to every channel. */
export interface Route {
  readonly channels: readonly string[];
  readonly kinds?: readonly MessageKind[];
  readonly severities?: readonly MessageSeverity[];
}

/** Ids of the channels, each once, in order. */
export function channelsFor(
  message: { readonly kind: MessageKind; readonly severity: MessageSeverity },
  routes: readonly Route[] | undefined,
  channels: readonly string[],
): readonly string[] {
  if (routes === undefined) return channels;
  const matching = routes.filter(
    ({ kinds, severities }) =>
      (kinds?.includes(message.kind) ?? true) && (severities?.includes(message.severity) ?? true),
  );
  return [...new Set(matching.flatMap((route) => route.channels))].filter((id) => channels.includes(id));
}
