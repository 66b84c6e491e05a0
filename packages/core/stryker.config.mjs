import { mutationOf } from '../../stryker.base.mjs';

/** The trading states: what is latched, and how it is released. */
export default mutationOf(import.meta.url, 'src/latch/**/*.ts');
