const prefix = 'whsec_';
const [shortest, longest] = [24, 64];

/** The key in a secret as Standard Webhooks writes it: `whsec_` and base64 of 24 to 64 bytes. `undefined`: it is none. */
export function webhookKey(secret: string): Buffer | undefined {
  const text = secret.startsWith(prefix) ? secret.slice(prefix.length) : '';
  // Buffer passes over what is no base64, so the way back tells whether all of it was.
  const key = Buffer.from(text, 'base64');
  const whole = key.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '');
  return whole && key.length >= shortest && key.length <= longest ? key : undefined;
}
