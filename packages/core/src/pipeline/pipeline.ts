import { type AccountUnit, isSameUnit, unitText } from '../ledger/account-unit.ts';
import type { FollowUp } from './follow-up.ts';
import type { Middleware, StageRun } from './middleware.ts';
import type { Stage } from './stage.ts';

/** A stage of a pipeline whose types were checked when it was added. */
export type AnyStage = Stage<never, unknown>;
export type AnyFollowUp = FollowUp<never>;

/** An immutable chain of stages and follow-ups; every call gives a new pipeline. The runner runs it. */
export class Pipeline<In, Out> {
  readonly stages: readonly AnyStage[];
  readonly followUps: readonly AnyFollowUp[];
  readonly #middleware: readonly Middleware[];
  /** Carries the types only. */
  declare readonly flow: (input: In) => Out;

  private constructor(
    stages: readonly AnyStage[],
    followUps: readonly AnyFollowUp[],
    middleware: readonly Middleware[],
  ) {
    this.stages = stages;
    this.followUps = followUps;
    this.#middleware = middleware;
  }

  /** What its stages count in; absent where none reserves. */
  get unit(): AccountUnit | undefined {
    return this.stages.find(({ unit }) => unit !== undefined)?.unit;
  }

  static of<T>(): Pipeline<T, T> {
    return new Pipeline<T, T>([], [], []);
  }

  stage<Next>(next: Stage<Out, Next>): Pipeline<In, Next> {
    if (this.stages.some(({ name }) => name === next.name))
      throw new TypeError(`two stages are called ${next.name}`);
    if (this.unit !== undefined && next.unit !== undefined && !isSameUnit(this.unit, next.unit))
      throw new TypeError(
        `${next.name} counts in ${unitText(next.unit)}, a stage before it in ${unitText(this.unit)}`,
      );
    return new Pipeline<In, Next>([...this.stages, next], this.followUps, this.#middleware);
  }

  followUp(next: FollowUp<Out>): Pipeline<In, Out> {
    return new Pipeline<In, Out>(this.stages, [...this.followUps, next], this.#middleware);
  }

  use(middleware: Middleware): Pipeline<In, Out> {
    return new Pipeline<In, Out>(this.stages, this.followUps, [...this.#middleware, middleware]);
  }

  /** The stage with every middleware around it. */
  wrapped(stage: AnyStage): StageRun {
    const bare: StageRun = async (input, context) => stage.run(input as never, context);
    return this.#middleware.reduceRight((next, wrap) => wrap(next, stage), bare);
  }
}
