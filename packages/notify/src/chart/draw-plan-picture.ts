import { createRequire } from 'node:module';
import type { DrawPicture } from '@tradewarden/core';
import { planPictureSvg } from './plan-picture-svg.ts';

const fonts = ['400Regular/AtkinsonHyperlegible_400Regular.ttf', '700Bold/AtkinsonHyperlegible_700Bold.ttf'];

/**
 * Draws a plan as a PNG, outside the thread of JavaScript and without a browser. Loads `@resvg/resvg-js` and the font
 * of `@expo-google-fonts/atkinson-hyperlegible` when the first picture is drawn, and fails when they are not installed.
 */
export const drawPlanPicture: DrawPicture = async (picture, signal) => {
  signal.throwIfAborted();
  const { renderAsync } = await import('@resvg/resvg-js');
  const { resolve } = createRequire(import.meta.url);
  const fontFiles = fonts.map((file) => resolve(`@expo-google-fonts/atkinson-hyperlegible/${file}`));
  const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: 'Atkinson Hyperlegible' };
  // The library can watch a signal object once only.
  const once = AbortSignal.any([signal]);
  const image = await renderAsync(planPictureSvg(picture), { font }, once);
  return image.asPng();
};
