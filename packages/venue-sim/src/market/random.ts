/** A small seeded generator of 32-bit integers (xorshift), the same on every machine. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.trunc(seed) % 0x7f_ff_ff_ff || 88_172_645;
  }

  /** 0 to `below` − 1. */
  integer(below: number): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return (state >>> 0) % below;
  }

  /** Close to a normal distribution: mean 0, standard deviation `deviation`, in whole units, by adding 12 uniform draws. */
  normal(deviation: number): number {
    let sum = 0;
    for (let draw = 0; draw < 12; draw += 1) sum += this.integer(20_001) - 10_000;
    return Math.round((sum * deviation) / 20_000);
  }
}
