import type { Channel } from '@tradewarden/core';

/** A channel and the fake server that it writes to, closed together. */
export interface ServedChannel<Server> {
  readonly server: Server;
  readonly channel: Channel;
  readonly close: () => Promise<void>;
}

export const servedChannel = <Server extends { readonly close: () => Promise<void> }>(
  server: Server,
  channel: Channel,
): ServedChannel<Server> => ({
  server,
  channel,
  close: async () => {
    await channel.stop?.();
    await server.close();
  },
});
