import type { Secret } from '@tradewarden/core';

/** Where messages go: a webhook, or a channel that a bot may write to. */
export type DiscordPlace =
  | {
      readonly kind: 'webhook';
      readonly id: string;
      readonly token: string;
      readonly api: string | undefined;
    }
  | { readonly kind: 'bot'; readonly channelId: string; readonly token: string };

const webhookPattern = /^(https?:\/\/[^/\s]+\/api)(?:\/v\d+)?\/webhooks\/(\d+)\/([\w-]+)\/?$/;

/** Whether this is the address of a webhook as Discord gives it. */
export const isWebhookUrl = (url: string): boolean => webhookPattern.test(url);

export function webhookOf(url: Secret): DiscordPlace {
  const [, api, id = '', token = ''] = webhookPattern.exec(url.reveal()) ?? [];
  const isDiscord = api === 'https://discord.com/api' || api === 'https://discordapp.com/api';
  return { kind: 'webhook', id, token, api: isDiscord ? undefined : api };
}
