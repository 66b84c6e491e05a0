import type { DrawPicture, PlanPicture } from '@tradewarden/core';

/** The picture of a plan, to be drawn by {@link drawPixel}. */
export const samplePicture = (): PlanPicture => ({
  symbol: 'BTC/USDT',
  direction: 'LONG',
  alt: 'BTC/USDT LONG: entry 42200, stop 41750, target 42800',
  candles: [],
  entry: { near: '42200', far: '42030' },
  stop: '41750',
  targets: [{ price: '42800', label: 'T1 1.33 R' }],
});

/** One white pixel, a sound PNG. */
const pixel: Uint8Array = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4////fwAJ+wP9CNHoHgAAAABJRU5ErkJggg==',
  'base64',
);

/** Draws every picture as one white pixel. */
export const drawPixel: DrawPicture = async () => pixel;
