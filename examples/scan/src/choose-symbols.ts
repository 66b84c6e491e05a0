import { Decimal } from '@tradewarden/core';
import type { RecordedMarket } from '@tradewarden/venue-sim';

/** A list of symbols, or the N with the largest traded value over the whole span. */
export type SymbolChoice = readonly string[] | { readonly top: number };

/** In the order given, or by traded value, largest first. @throws {RangeError} a symbol the market does not have. */
export async function chooseSymbols(
  market: RecordedMarket,
  choice: SymbolChoice,
): Promise<readonly string[]> {
  const listed = await market.symbols();
  if (!('top' in choice)) {
    const unknown = choice.filter((symbol) => !listed.includes(symbol));
    if (unknown.length > 0)
      throw new RangeError(`no candles for ${unknown.join(', ')}; there are ${listed.join(', ')}`);
    return choice;
  }
  const { from, to } = await market.span();
  const traded = await Promise.all(
    listed.map(async (symbol) => {
      const candles = await market.candles(symbol, '1h', from, to + 1);
      const value = candles.reduce(
        (sum, { close, volume }) => sum.plus(Decimal.of(close).times(volume)),
        Decimal.zero,
      );
      return { symbol, value };
    }),
  );
  return traded
    .toSorted((left, right) => right.value.compare(left.value) || (left.symbol < right.symbol ? -1 : 1))
    .slice(0, choice.top)
    .map(({ symbol }) => symbol);
}
