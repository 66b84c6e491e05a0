import {
  type Channel,
  createRunner,
  type Decision,
  defineChannel,
  type DeliveryOutcome,
  memoryStore,
  Pipeline,
  type Store,
  type TradePlan,
  VirtualClock,
} from '@tradewarden/core';
import { riskGate } from '@tradewarden/risk';
import { samplePlan } from '@tradewarden/testing';
import * as z from 'zod';
import { announce } from '../src/outbox/announce.ts';

export interface Announced {
  readonly store: Store;
  readonly clock: VirtualClock;
  readonly run: (...plans: readonly TradePlan[]) => Promise<readonly Decision[]>;
}

/** A gate that announces, on the memory store. */
export function announced(options: { readonly rejected?: boolean } = {}): Announced {
  const clock = new VirtualClock(samplePlan().createdAt);
  const store = memoryStore({ clock });
  const pipeline = Pipeline.of<TradePlan>()
    .stage(riskGate({ equity: '10000', market: 'none' }))
    .followUp(announce(options));
  const runner = createRunner({ pipeline, store, account: 'main', mode: 'notify', clock });
  return {
    store,
    clock,
    run: async (...plans) =>
      (await runner.runAll(plans)).results.flatMap(({ decision }) =>
        decision === undefined ? [] : [decision],
      ),
  };
}

export interface ScriptedChannel {
  readonly channel: Channel;
  readonly texts: string[];
}

const factory = defineChannel({
  name: 'scripted',
  version: '1.0.0',
  options: z.custom<{
    id: string;
    texts: string[];
    answer: (attempt: number) => DeliveryOutcome;
    idempotencyKey: boolean;
  }>(),
  create: ({ id, texts, answer, idempotencyKey }) => ({
    id,
    capabilities: { idempotencyKey },
    deliver: async ({ text }, { attempt }) => {
      texts.push(text);
      return answer(attempt);
    },
  }),
});

/** A channel that answers by a script; `texts` is what reached it. */
export function scripted(
  answer: (attempt: number) => DeliveryOutcome,
  id = 'scripted',
  idempotencyKey = false,
): ScriptedChannel {
  const texts: string[] = [];
  return { channel: factory.create({ id, texts, answer, idempotencyKey }), texts };
}
