export { byHand, type ByHandReport } from './by-hand.ts';
