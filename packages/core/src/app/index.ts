/** The container side of core: needs `reflect-metadata` and `tsyringe` installed beside it. */
export type { Container } from '../container/container-registry.ts';
export { App, type AppOptions, createApp } from './app.ts';
export { stopOnSignals } from './stop-on-signals.ts';
