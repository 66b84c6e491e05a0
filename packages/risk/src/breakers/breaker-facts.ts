import {
  absent,
  type Entry,
  type Fact,
  type Json,
  known,
  type StageContext,
  type TradePlan,
  unknown,
} from '@tradewarden/core';
import type { Limits } from '../limits/limits.ts';
import { equityStateKey, readEquityState } from './equity-state.ts';
import { cooldownScopes, outcomeStateKey, readOutcomeState } from './outcome-state.ts';
import { readBase, repeatCounter, repeatKey, tallyCounter, tallyKey } from './tally.ts';

/** What the breakers know, as facts of a decision. */
const breakerFactKeys = ['breakers.equity', 'breakers.outcomes', 'breakers.tally'] as const;

/** Of `breakers.outcomes`; cooldowns of this plan only. */
export interface OutcomesFact {
  readonly losses: number;
  readonly cooldowns: readonly { readonly scope: string; readonly until: number }[];
}

/** Of `breakers.tally`: approvals that were counted, and the counts that bound them. */
export interface TallyFact {
  readonly minute: number;
  /** Of the account, in the minute of the decision. */
  readonly inMinute: number;
  /** What the counter of the account was when that minute began. */
  readonly minuteBase: number;
  /** Whether this decision is the first of its minute. */
  readonly begins: boolean;
  /** Of the plan's source since somebody last enabled it by hand, and the counter at that moment. */
  readonly repeated: number;
  readonly repeatBase: number;
}

interface BreakerFactsInput {
  readonly plan: TradePlan;
  readonly context: StageContext;
  readonly limits: Limits;
  /** Whether the equity is measured; a configured amount shows no losses. */
  readonly measured: boolean;
}

/** Reads them of the store: what is read becomes a check of the commit. What cannot be read is unknown. */
export async function breakerFacts(input: BreakerFactsInput): Promise<ReadonlyMap<string, Fact>> {
  const { plan, context, measured } = input;
  const { book, now, recorded } = context;
  if (recorded !== undefined) return recordedFacts(recorded);
  const entries = await entriesOf(input);
  const counts = await countsOf(input);
  return new Map<string, Fact>([
    [
      'breakers.equity',
      measured ? read(() => equityFact(entries.get(equityStateKey(book)))) : absent(notMeasured),
    ],
    [
      'breakers.outcomes',
      read(() => {
        const { losses, cooldowns } = readOutcomeState(entries.get(outcomeStateKey(book)));
        const scopes = cooldownScopes(plan);
        const ours = cooldowns.filter(({ scope }) => scopes.includes(scope));
        return known(
          { losses, cooldowns: ours.map(({ scope, until }) => ({ scope, until })) },
          now,
          'breakers',
        );
      }),
    ],
    [
      'breakers.tally',
      read(() => known(tallyOf(input, entries, counts) as unknown as Json, now, 'breakers')),
    ],
  ]);
}

type Entries = ReadonlyMap<string, Entry | null>;

/** Only what some limit asks for, in one read. */
async function entriesOf({ plan, context, limits, measured }: BreakerFactsInput): Promise<Entries> {
  const { book } = context;
  const keys = [
    outcomeStateKey(book),
    ...(measured ? [equityStateKey(book)] : []),
    ...(limits.decimal('rate.decisionsPerMinute') === undefined ? [] : [tallyKey(book)]),
    ...(limits.decimal('repeat.max') === undefined ? [] : [repeatKey(book, plan.source)]),
  ];
  const found = await context.state.get(keys);
  return new Map(keys.map((key, index) => [key, found[index] ?? null]));
}

interface Counts {
  readonly total: number;
  readonly ofSource: number;
}

/** Read without a check: only the bounds of the commit protect the limits. */
async function countsOf({ plan, context, limits }: BreakerFactsInput): Promise<Counts> {
  const isCounted = ['rate.decisionsPerMinute', 'repeat.max'].some(
    (key) => limits.decimal(key) !== undefined,
  );
  if (!isCounted) return { total: 0, ofSource: 0 };
  const [total = 0, ofSource = 0] = await context.ledger.usage([tallyCounter, repeatCounter(plan.source)]);
  return { total, ofSource };
}

/** Of a decision that is computed again, as it holds them. */
function recordedFacts(recorded: ReadonlyMap<string, Fact>): ReadonlyMap<string, Fact> {
  const facts = new Map<string, Fact>();
  for (const key of breakerFactKeys) {
    const fact = recorded.get(key);
    if (fact !== undefined) facts.set(key, fact);
  }
  return facts;
}

const notMeasured = 'the equity is configured, not measured: it shows no losses';

function equityFact(entry: Entry | null | undefined): Fact {
  const state = readEquityState(entry);
  return state === undefined
    ? unknown('nobody has observed the equity yet: let an EquityWatch run')
    : known(state as unknown as Json, state.at, 'breakers');
}

function read(make: () => Fact): Fact {
  try {
    return make();
  } catch (error) {
    return unknown(error instanceof Error ? error.message : String(error));
  }
}

function tallyOf(
  { plan, context }: BreakerFactsInput,
  entries: Entries,
  { total, ofSource }: Counts,
): TallyFact {
  const { book, now } = context;
  const standing = readBase(entries.get(tallyKey(book)) ?? null);
  const minute = Math.floor(now / 60_000);
  // A clock that went back goes on counting in the minute that was reached.
  const begins = standing?.minute === undefined || standing.minute < minute;
  const minuteBase = begins ? total : standing.base;
  const repeatBase = readBase(entries.get(repeatKey(book, plan.source)) ?? null)?.base ?? 0;
  return {
    minute,
    inMinute: Math.max(total - minuteBase, 0),
    minuteBase,
    begins,
    repeated: Math.max(ofSource - repeatBase, 0),
    repeatBase,
  };
}
