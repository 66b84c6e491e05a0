import { channelSuite } from '@tradewarden/testing';
import { startWebhookServer } from '@tradewarden/testing/webhook';
import { test } from 'vitest';
import { webhookBench, whsec } from '../../test/webhook-bench.ts';
import { webhookChannel } from './webhook-channel.ts';

channelSuite(test, {
  open: async () => {
    const { channel, server, close } = await webhookBench();
    const gone = await startWebhookServer({ secrets: [] });
    await gone.close();
    return {
      channel,
      arrived: () => server.events.map(({ data }) => String(data['text'])),
      unreachable: webhookChannel.create({ url: gone.url, secrets: [whsec('a')] }),
      close,
    };
  },
});
