/** How the example scanner looks at the market. Not advice: an example of a scanner. */
export interface ScanProfile {
  /** Bars whose extreme must be broken. */
  readonly lookback: number;
  /** Bars of Wilder's average true range. */
  readonly atrBars: number;
  /** Stop distance in ATR. */
  readonly stopAtr: string;
  /** Depth of the entry zone in ATR. */
  readonly zoneAtr: string;
  /** Bars during which the entry may fill. */
  readonly entryBars: number;
}

export type ScanProfileName = 'conservative' | 'balanced' | 'aggressive';

export const scanProfiles: Readonly<Record<ScanProfileName, ScanProfile>> = {
  conservative: { lookback: 55, atrBars: 14, stopAtr: '2', zoneAtr: '0.25', entryBars: 4 },
  balanced: { lookback: 20, atrBars: 14, stopAtr: '1.5', zoneAtr: '0.25', entryBars: 4 },
  aggressive: { lookback: 10, atrBars: 14, stopAtr: '1', zoneAtr: '0.25', entryBars: 2 },
};
