import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instrument } from '@tradewarden/core';

const file = join(import.meta.dirname, '../../../../shared/data/instruments/binance-usdm-2025.json');

/** Whether the recorded filters of Binance USD-M are beside the repository. */
export const hasRealInstruments: boolean = existsSync(file);

interface Listed {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly status: string;
  readonly tickSize: string;
  readonly minPrice: string;
  readonly maxPrice: string;
  readonly stepSize: string;
  readonly minQty: string;
  readonly maxQty: string;
  readonly minNotional: string;
}

export interface RealInstrument {
  readonly instrument: Instrument;
  readonly tradable: boolean;
  /** Range of prices that the venue takes. */
  readonly lowest: string;
  readonly highest: string;
}

/** All contracts of the file, in its order. */
export function realInstruments(): readonly RealInstrument[] {
  const { symbols } = JSON.parse(readFileSync(file, 'utf8')) as { readonly symbols: readonly Listed[] };
  return symbols.map((listed) => ({
    instrument: {
      symbol: listed.symbol,
      base: listed.base,
      quote: listed.quote,
      step: listed.stepSize,
      tick: listed.tickSize,
      minimumQuantity: listed.minQty,
      maximumQuantity: listed.maxQty,
      minimumNotional: listed.minNotional,
    },
    tradable: listed.status === 'TRADING',
    lowest: listed.minPrice,
    highest: listed.maxPrice,
  }));
}
