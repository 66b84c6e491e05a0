/** Share of wins among wins and losses, with its Wilson interval at 95 %. */
export type HitRate =
  | {
      readonly status: 'known';
      readonly rate: number;
      readonly low: number;
      readonly high: number;
      readonly sample: number;
    }
  | { readonly status: 'insufficient-sample'; readonly sample: number };

const z = 1.959_964;

/** Scratches are not counted (trading.md §4.8). */
export function hitRate(wins: number, losses: number, minimumSample = 1): HitRate {
  const sample = wins + losses;
  if (sample < Math.max(1, minimumSample)) return { status: 'insufficient-sample', sample };
  const rate = wins / sample;
  const scale = 1 + z ** 2 / sample;
  const centre = (rate + z ** 2 / (2 * sample)) / scale;
  const half = (z / scale) * Math.sqrt((rate * (1 - rate)) / sample + z ** 2 / (4 * sample ** 2));
  return { status: 'known', rate, low: centre - half, high: centre + half, sample };
}
