import { channelSuite } from '@tradewarden/testing';
import { describe, test } from 'vitest';
import { consoleChannel } from './console-channel.ts';

for (const color of [false, true])
  describe(`color ${color}`, () => {
    channelSuite(test, {
      open: () => {
        const printed: string[] = [];
        const channel = consoleChannel.create({ color, write: (text) => void printed.push(text) });
        return { channel, arrived: () => printed };
      },
    });
  });
