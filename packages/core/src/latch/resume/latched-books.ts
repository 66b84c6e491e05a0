import type { Mode } from '../../domain/decision.ts';
import type { Json } from '../../domain/json.ts';
import type { Store } from '../../store/store.ts';
import { type Latch, scopeText } from '../latch.ts';
import { TradingLatches } from '../trading-latches.ts';

/** A latch with the mode whose book it belongs to; the global one comes with the first mode asked for. */
export interface LatchedBook {
  readonly mode: Mode;
  readonly latch: Latch;
}

/** Everything that is latched in an account, the global latch first. */
export async function latchedBooks(
  store: Store,
  account: string,
  modes: readonly [Mode, ...Mode[]],
): Promise<readonly LatchedBook[]> {
  const found: LatchedBook[] = [];
  for (const mode of modes) {
    for (const latch of await new TradingLatches({ store, book: { account, mode } }).list())
      if (latch.scope !== 'global' || mode === modes[0]) found.push({ mode, latch });
  }
  return found;
}

/** As it stands in records. */
export const recordOfLatch = ({ mode, latch: { scope, state, version, causes } }: LatchedBook): Json => ({
  mode,
  scope: scopeText(scope),
  state,
  version,
  causes: causes.map(({ cause }) => cause),
});
