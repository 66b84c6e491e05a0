import type { DeliveryOutcome } from '../channel/channel.ts';
import type { Execution } from '../ledger/execution.ts';
import type { RunResult, RunSummary } from '../runner/run-result.ts';

/** Every event, by name. Packages add theirs by declaration merging. Events tell; nothing rests on them. */
export interface EventMap {
  readonly 'plan.decided': RunResult;
  readonly 'run.finished': { readonly runId: string; readonly summary: RunSummary };
  readonly 'message.settled': {
    readonly channel: string;
    readonly outcome: string;
    /** Which attempt it was of: part 1 of 3 of a job, and what came of it. */
    readonly attempt?: {
      readonly job: string;
      readonly part: number;
      readonly of: number;
      readonly outcome: DeliveryOutcome;
    };
  };
  readonly 'order.updated': Execution;
  /** A person should look at once: nothing more is entered in the symbol until then. */
  readonly 'execution.alert': {
    readonly decisionId: string;
    readonly symbol: string;
    readonly phase: 'emergency-exit' | 'needs-operator';
    readonly reason: string;
    readonly at: number;
  };
}

export type EventName = keyof EventMap;
export type Listener<Name extends EventName> = (payload: EventMap[Name]) => void;

export interface EventBus {
  publish<Name extends EventName>(name: Name, payload: EventMap[Name]): void;
  /** Returns what unsubscribes. */
  on<Name extends EventName>(name: Name, listener: Listener<Name>): () => void;
}

/** Calls listeners at once, in order of subscription; one that throws goes to `onError` and harms no other. */
export function createEventBus(onError: (error: unknown, name: string) => void = () => {}): EventBus {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  return {
    publish: (name, payload) => {
      for (const listener of listeners.get(name) ?? []) {
        try {
          (listener as (payload: unknown) => void)(payload);
        } catch (error) {
          onError(error, name);
        }
      }
    },
    on: (name, listener) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => {
        set.delete(listener);
      };
    },
  };
}
