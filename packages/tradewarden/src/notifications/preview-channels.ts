import type { Channel } from '@tradewarden/core';
import { consoleChannel, webhookChannel } from '@tradewarden/notify';
import { drawPlanPicture } from '@tradewarden/notify/chart';
import { discord } from '@tradewarden/notifier-discord';
import { email } from '@tradewarden/notifier-email';
import { telegram } from '@tradewarden/notifier-telegram';

/** Every channel there is, as it renders; made up accounts, and nothing is ever sent. */
export function previewChannels(): readonly Channel[] {
  const dependencies = { drawPicture: drawPlanPicture };
  return [
    telegram.create({ token: `1:${'x'.repeat(35)}`, chatId: 1 }, dependencies),
    discord.create({ webhookUrl: 'https://discord.com/api/webhooks/10/preview' }, dependencies),
    email.create(
      { url: 'smtp://mail.example.com', from: 'desk@example.com', to: 'me@example.com' },
      dependencies,
    ),
    webhookChannel.create({
      url: 'https://hooks.example.com/',
      secrets: [`whsec_${Buffer.alloc(32).toString('base64')}`],
    }),
    consoleChannel.create({}),
  ];
}
