import { Decimal } from '../domain/decimal.ts';
import { isFields } from '../domain/field-reader.ts';

interface Numbered {
  readonly input: unknown;
  readonly index: number;
}

/** An array by score, highest first, without a score last; a stream as it comes. */
export async function* inOrder(
  inputs: readonly unknown[] | AsyncIterable<unknown>,
): AsyncGenerator<Numbered> {
  if (Symbol.asyncIterator in inputs) {
    let index = 0;
    for await (const input of inputs) {
      yield { input, index };
      index += 1;
    }
    return;
  }
  const numbered = inputs.map((input, index) => ({ input, index, score: scoreOf(input) }));
  yield* numbered.toSorted((left, right) => right.score.compare(left.score));
}

const unscored = Decimal.of(-1);

const scoreOf = (input: unknown): Decimal =>
  (isFields(input) ? Decimal.tryParse(input['score']) : undefined) ?? unscored;
