import { createRequire } from 'node:module';

interface Provider {
  readonly type: 'custom';
  readonly id: string;
  readonly send: (request: unknown) => Promise<string>;
}

export interface Peer {
  send(request: Readonly<Record<string, unknown>>): Promise<{ readonly status: string }>;
}

interface PeerLibrary {
  readonly default: new (options: {
    readonly channels: Readonly<Record<string, { readonly providers: readonly Provider[] }>>;
  }) => Peer;
}

const require = createRequire(import.meta.url);

/** Notifme-sdk, which has no types of its own, with this provider for every channel named. */
export function peerWith(send: Provider['send'], ...channels: readonly string[]): Peer {
  const { default: NotifmeSdk } = require('notifme-sdk') as PeerLibrary;
  const providers = [{ type: 'custom', id: 'noop', send } as const];
  return new NotifmeSdk({
    channels: Object.fromEntries(channels.map((channel) => [channel, { providers }])),
  });
}
