import type { FactRecord } from '../domain/decision.ts';
import type { Fact } from './fact.ts';

/** A fact as it stands in a decision. */
export function recordOf(fact: Fact): FactRecord {
  switch (fact.status) {
    case 'known':
      return { value: fact.value, asOf: fact.asOf, source: fact.source };
    case 'unknown':
      return { unknown: fact.reason, ...(fact.code === undefined ? {} : { code: fact.code }) };
    case 'absent':
      return { absent: fact.reason };
  }
}

/** The fact that stands in a decision; nothing is lost between the two. */
export function factOf(record: FactRecord): Fact {
  if ('value' in record) {
    return { status: 'known', value: record.value, asOf: record.asOf, source: record.source };
  }
  if ('absent' in record) return { status: 'absent', reason: record.absent };
  const code = record.code === undefined ? {} : { code: record.code };
  return { status: 'unknown', reason: record.unknown, ...code };
}
