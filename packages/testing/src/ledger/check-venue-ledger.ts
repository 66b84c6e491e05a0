import { LedgerBook } from './ledger-book.ts';
import type { LedgerQuestion, LedgerVerdict } from './ledger-record.ts';
import { orderLaws } from './order-laws.ts';
import { planLaws } from './plan-laws.ts';

/**
 * Holds what an exchange wrote down, not what we believe, against what was approved. Laws 1 to 8, 14, 16, 17 and 19;
 * the others cannot be seen at an exchange.
 */
export function checkVenueLedger(question: LedgerQuestion): LedgerVerdict {
  const book = new LedgerBook(question);
  const plans = question.plans.map((plan) => planLaws(question, book, plan));
  return {
    violations: [...orderLaws(question, book), ...plans.flatMap(({ violations }) => violations)].toSorted(
      (left, right) => (left.sequence ?? Infinity) - (right.sequence ?? Infinity),
    ),
    unprotectedMs: plans.flatMap(({ unprotected }) => unprotected.map(({ from, to }) => to - from)),
  };
}
