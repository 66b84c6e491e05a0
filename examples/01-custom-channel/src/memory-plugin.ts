import { memoryStore, type Plugin, STORE } from '@tradewarden/core';

/** A store for an example: the plugin of any store looks like this. */
export const memory = (): Plugin => ({
  name: 'memory',
  version: '1.0.0',
  register: (registry) => registry.bind(STORE).to(() => memoryStore()),
});
