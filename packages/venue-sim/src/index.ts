export { candleFiles, type CandleFilesOptions } from './market/candle-files.ts';
export { generatedMarket, type GeneratedMarketOptions } from './market/generated-market.ts';
export { type RecordedMarket, timeframes } from './market/listed-market.ts';
export { venueSim, type SimVenue, type SimVenueOptions } from './sim-venue.ts';
