import * as fc from 'fast-check';

/** A check on the version that the key has, had never, or as absent. */
interface CheckDraft {
  readonly key: string;
  readonly expects: 'current' | 'wrong' | 'absent';
}

export interface CommitDraft {
  readonly checks: readonly CheckDraft[];
  readonly adds: readonly {
    readonly counter: string;
    readonly delta: number;
    readonly bound: number | undefined;
  }[];
  readonly puts: readonly {
    readonly key: string;
    readonly value: string;
    readonly ttlMs: number | undefined;
  }[];
  readonly deletes: readonly string[];
  readonly appends: readonly { readonly log: string; readonly value: string }[];
}

/** One step of a random history: time passes, then a batch is committed. */
export interface Step {
  readonly advanceMs: number;
  readonly batch: readonly CommitDraft[];
}

export const modelKeys: readonly string[] = ['a', 'b', 'c/1', 'c/2'];
export const modelCounters: readonly string[] = ['n', 'm'];
export const modelLogs: readonly string[] = ['l', 'k'];

const key = fc.constantFrom(...modelKeys);
const value = fc.json({ maxDepth: 1 });
const fewMs = fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined, freq: 2 });
const delta = fc.oneof(fc.integer({ min: -6, max: 9 }), fc.constantFrom(2 ** 53 - 1, 1 - 2 ** 53));

const commit: fc.Arbitrary<CommitDraft> = fc
  .record({
    checks: fc.array(fc.record({ key, expects: fc.constantFrom('current', 'current', 'wrong', 'absent') }), {
      maxLength: 2,
    }),
    adds: fc.array(
      fc.record({
        counter: fc.constantFrom(...modelCounters),
        delta,
        bound: fc.option(fc.integer({ min: 3, max: 30 }), { nil: undefined }),
      }),
      { maxLength: 3 },
    ),
    puts: fc.uniqueArray(fc.record({ key, value, ttlMs: fewMs }), {
      maxLength: 3,
      selector: (put) => put.key,
    }),
    deletes: fc.uniqueArray(key, { maxLength: 2 }),
    appends: fc.array(fc.record({ log: fc.constantFrom(...modelLogs), value }), { maxLength: 3 }),
  })
  .filter(({ puts, deletes }) => !puts.some((put) => deletes.includes(put.key)));

export const history: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    advanceMs: fc.constantFrom(0, 0, 0, 1, 5, 20),
    batch: fc.array(commit, { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 12 },
);
