export { defineConfig, type LimitInput, type TradewardenConfig } from './config/define-config.ts';
export type { VenueContext, VenueModule } from './config/venue-module.ts';
