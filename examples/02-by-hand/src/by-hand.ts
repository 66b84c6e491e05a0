import {
  createRunner,
  type Execution,
  memoryStore,
  Pipeline,
  type RunResult,
  type TradePlan,
  VirtualClock,
} from '@tradewarden/core';
import { placeOrder, TradeExecutor } from '@tradewarden/executor';
import { announce, consoleChannel, createDispatcher } from '@tradewarden/notify';
import { riskGate } from '@tradewarden/risk';
import { venueSim } from '@tradewarden/venue-sim';

export interface ByHandReport {
  readonly result: RunResult;
  readonly said: readonly string[];
  readonly execution: Execution | undefined;
}

/** Decide, commit, act, with no container: every part is a value that is passed to the next. */
export async function byHand(plan: TradePlan): Promise<ByHandReport> {
  const clock = new VirtualClock(plan.createdAt);
  const store = memoryStore({ clock });
  const venue = venueSim.create({}, { clock });
  const book = { account: 'main', mode: 'paper' } as const;
  const said: string[] = [];
  const channel = consoleChannel.create({ write: (text) => void said.push(text) });

  const pipeline = Pipeline.of<TradePlan>()
    .stage(riskGate({ equity: '10000', market: 'none' }))
    .followUp(announce())
    .followUp(placeOrder());
  const runner = createRunner({ pipeline, store, venue: venue.id, clock, ...book });
  const dispatcher = createDispatcher({ store, channels: [channel], clock, ...book });
  const executor = new TradeExecutor({ store, venue, clock, ...book });

  const result = await runner.run(plan);
  await dispatcher.drain();
  await executor.drain();
  const hour = 3_600_000;
  const bar = { open: '42250', high: '43000', low: '42100', close: '42900', volume: '1' };
  const bars = [{ symbol: plan.symbol, candle: { time: plan.createdAt, ...bar } }];
  await venue.walk(bars, hour, (at) => {
    clock.moveTo(at);
    return executor.drain();
  });
  const execution = await executor.findExecution(result.decision?.decisionId ?? '');
  return { result, said, execution };
}
