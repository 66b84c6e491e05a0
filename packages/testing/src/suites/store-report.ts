import type { StoreDescription } from '@tradewarden/core';
import type { OperationTimes } from './operation-times.ts';

export type CaseOutcome =
  | { readonly status: 'passed' }
  | { readonly status: 'skipped'; readonly reason: string }
  | { readonly status: 'failed'; readonly reason: string };

/** What each law asks for; the name of a case starts with one of these. */
const laws: Readonly<Record<string, string>> = {
  L1: 'all of a commit or nothing',
  L2: 'commits that overlap are one after the other',
  L3: 'versions are never used again',
  L4: 'bounds hold, exactly',
  L5: 'the first check or bound that fails is named',
  L6: 'logs are dense, in the order of the commits',
  L7: 'reads never see half of a commit',
  L8: 'what is acknowledged stays',
  L9: 'no deadlock, and nobody starves',
  L10: 'times to live end when they say',
  L11: 'scans are exact, in byte order',
  L12: 'values come back as they were',
  L13: 'what is unknown is whole or absent',
  L14: 'commits of a batch do not touch each other',
  'L1-L14': 'random histories equal those of the memory store',
  A0: 'abilities are there as declared',
  A1: 'claims',
  A2: 'trimming',
  A3: 'hints',
  A4: 'copies',
};

/** What became of the cases of one driver, as Markdown for its README. */
export class StoreReport {
  readonly #outcomes = new Map<string, CaseOutcome>();

  record(name: string, outcome: CaseOutcome): void {
    this.#outcomes.set(name, outcome);
  }

  markdown(
    { name, engineVersion, durability, sharing, abilities }: StoreDescription,
    times: readonly OperationTimes[],
  ): string {
    const has = abilities.length === 0 ? 'no abilities beyond the laws' : abilities.join(', ');
    return [
      `### ${name} ${engineVersion}`,
      '',
      `Durability ${durability}, sharing ${sharing}; ${has}.`,
      '',
      ...table(['Law', 'Says', 'Passed', 'Skipped', 'Failed', 'Why'], this.#rows()),
      '',
      ...table(
        ['Operation', 'Calls', 'p50 ms', 'p99 ms'],
        times.map(({ operation, calls, p50, p99 }) => [
          operation,
          String(calls),
          p50.toFixed(3),
          p99.toFixed(3),
        ]),
      ),
      '',
    ].join('\n');
  }

  #rows(): readonly (readonly string[])[] {
    return Object.entries(laws).flatMap(([law, says]) => {
      const found = [...this.#outcomes].filter(([name]) => name.split(' ', 1)[0] === law);
      const outcomes = found.map(([, outcome]) => outcome);
      if (outcomes.length === 0) return [];
      const count = (status: CaseOutcome['status']): string =>
        String(outcomes.filter((outcome) => outcome.status === status).length);
      const reasons = outcomes.flatMap((outcome) => (outcome.status === 'passed' ? [] : [outcome.reason]));
      const why = [...new Set(reasons)].join('; ').replaceAll(/[\n|]+/g, ' ');
      return [[law, says, count('passed'), count('skipped'), count('failed'), why]];
    });
  }
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
