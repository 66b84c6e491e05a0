import {
  type Channel,
  type ChannelCapabilities,
  type Clock,
  createRunner,
  type Decision,
  defineChannel,
  type DeliverOptions,
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

export interface Sent {
  readonly at: number;
  readonly text: string;
  readonly options: DeliverOptions;
}

export interface ScriptedChannel {
  readonly channel: Channel;
  readonly texts: string[];
  readonly sent: Sent[];
}

export interface Script {
  readonly id?: string;
  readonly account?: string;
  readonly target?: string;
  readonly capabilities?: Partial<ChannelCapabilities>;
  readonly clock?: Clock;
}

interface ScriptOptions extends Script {
  readonly texts: string[];
  readonly sent: Sent[];
  readonly answer: (attempt: number, text: string, target?: string) => DeliveryOutcome;
}

const factory = defineChannel({
  name: 'scripted',
  version: '1.0.0',
  options: z.custom<ScriptOptions>(),
  create: ({ id = 'scripted', account, target, capabilities = {}, texts, sent, answer, clock }) => ({
    id,
    ...(account === undefined ? {} : { account }),
    ...(target === undefined ? {} : { target }),
    capabilities,
    deliver: async ({ text }, options) => {
      texts.push(text);
      sent.push({ at: clock?.now() ?? 0, text, options });
      return answer(options.attempt, text, options.target);
    },
  }),
});

/** A channel that answers by a script; `texts` is what reached it. */
export function scripted(
  answer: (attempt: number, text: string, target?: string) => DeliveryOutcome,
  script: Script | string = {},
  idempotencyKey = false,
): ScriptedChannel {
  const texts: string[] = [];
  const sent: Sent[] = [];
  const { capabilities, ...rest } = typeof script === 'string' ? { id: script, capabilities: {} } : script;
  const options = { ...rest, texts, sent, answer, capabilities: { idempotencyKey, ...capabilities } };
  return { channel: factory.create(options), texts, sent };
}
