/**
 * What a credential looks like when nobody has told us about it. The named group `secret` is what is hidden; the
 * rest stays readable.
 */
export const secretShapes: readonly RegExp[] = [
  // Telegram: bot token, alone or in the path of a call.
  /(?<![\w-])(?<secret>(?:bot)?\d{6,}:[\w-]{30,})/dg,
  // Discord: the token of a webhook's address.
  /\/webhooks\/\d+\/(?<secret>[\w-]{20,})/dg,
  // Login in any address.
  /\b[a-z][a-z\d+.-]{0,20}:\/\/(?<secret>[^\s/?#@:]{0,100}:[^\s/?#@]{1,200})@/dgi,
  /\b(?:authorization|proxy-authorization|x-api-key|x-mbx-apikey)["']?\s*[:=]\s*["']?(?<secret>(?:(?:basic|bearer|bot)\s+)?[\w+/=.~-]{6,})/dgi,
  // JSON Web Token.
  /\b(?<secret>eyJ[\w-]{8,}\.eyJ[\w-]{4,}\.[\w-]{8,})/dg,
  // Standard Webhooks signing secret.
  /\b(?<secret>whsec_[A-Za-z\d+/=]{16,})/dg,
  /\b(?:api[_-]?key|api[_-]?secret|client[_-]?secret|access[_-]?token|password|passwd|passphrase)["']?\s*[:=]\s*["']?(?<secret>[^\s"'&,;{}[\]]{6,})/dgi,
  /(?<secret>-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$))/dg,
];

/** In every text that one of the shapes finds: what lacks it need not be searched. */
export const mayHoldShape: RegExp = /[:=]|eyJ|whsec_|webhooks\/|-----BEGIN /;
