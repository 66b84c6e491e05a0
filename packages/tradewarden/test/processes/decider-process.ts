import { ChildProgram } from './child-program.ts';

/** A `decider.ts` that was started here. */
export class DeciderProcess extends ChildProgram {
  constructor(parameters: readonly string[]) {
    super(new URL('./decider.ts', import.meta.url), parameters);
  }

  /** Until it is at work and has acknowledged so many decisions. */
  async decided(count: number): Promise<void> {
    await this.said((lines) => lines.length > count);
  }
}
