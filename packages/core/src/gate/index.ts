/** For authors of gates: what mints an approval. Kept out of the main entry so that nothing else does. */
export { approve } from './approved.ts';
