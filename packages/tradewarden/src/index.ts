export { defineConfig, type LimitInput, type TradewardenConfig } from './config/define-config.ts';
