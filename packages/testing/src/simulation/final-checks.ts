import {
  type Book,
  checkLedger,
  exposureReport,
  JobQueue,
  openStore,
  type RunResult,
  type StoreDriver,
  type TradePlan,
  type VirtualClock,
} from '@tradewarden/core';
import { sealAudit, verifyAudit } from '@tradewarden/core/audit';
import type { Invariants } from './invariants.ts';
import { Observer } from './observed-state.ts';
import { messagesQueue, sentCounter } from './simulated-messenger.ts';
import { ordersQueue } from './simulated-trader.ts';

export interface FinishedSimulation {
  readonly driver: StoreDriver;
  readonly book: Book;
  readonly clock: VirtualClock;
  readonly plans: readonly TradePlan[];
  readonly invariants: Invariants;
  /** Results that a process was told. */
  readonly acknowledged: readonly RunResult[];
  /** How often a message arrived, by decision. */
  readonly deliveries: ReadonlyMap<string, number>;
  readonly liveOrders: number;
}

/** What must hold once every process is gone and a last one has cleared up. */
export async function finalViolations(end: FinishedSimulation): Promise<readonly string[]> {
  const { driver, book, clock, invariants, deliveries } = end;
  const found: string[] = [];
  const expect = (isTrue: boolean, message: string): void => {
    if (!isTrue) found.push(`at the end: ${message}`);
  };
  const observer = new Observer(driver, book);
  const decisions = new Map((await observer.decisions()).map((decision) => [decision.decisionId, decision]));
  const recorded = [...invariants.recorded.values()].flat();
  for (const { planId } of end.plans)
    expect(invariants.recorded.has(`${planId} revision 1`), `${planId} was never decided`);
  for (const { decisionId, plan } of recorded)
    expect(decisions.has(decisionId), `${plan.planId} has a record and no decision`);
  for (const [id, { plan }] of decisions) {
    expect(
      recorded.some(({ decisionId }) => decisionId === id),
      `${plan.planId} has a decision and no record`,
    );
    expect(deliveries.has(id), `${plan.planId} was never announced`);
  }
  for (const { planId, verdict, decision } of end.acknowledged)
    expect(
      decisions.get(decision?.decisionId ?? '')?.verdict === verdict,
      `${planId} was acknowledged as ${verdict}`,
    );
  const sent = await observer.counter(sentCounter);
  expect(sent === decisions.size, `${sent} messages counted for ${decisions.size} decisions`);
  expect(end.liveOrders === 0, `${end.liveOrders} orders live`);
  const store = openStore(driver, { clock, deadlineClock: clock });
  for (const name of [ordersQueue, messagesQueue]) {
    const { ready, leased } = await new JobQueue({ store, book, name, clock }).counts();
    expect(ready + leased === 0, `${ready} ready and ${leased} leased jobs in ${name}`);
  }
  const faults = await checkLedger(store, book);
  expect(faults.length === 0, `the ledger breaks its laws: ${JSON.stringify(faults)}`);
  const { total, differences } = await exposureReport(store, book);
  expect(differences.length === 0, `counters differ: ${JSON.stringify(differences)}`);
  expect(total.notional === '0' && total.count === '0', `${total.notional} still reserved`);
  await sealAudit(store, book.account);
  const audit = await verifyAudit(store, book.account);
  expect(audit.ok && audit.unsealed === 0, `the audit log does not verify: ${JSON.stringify(audit)}`);
  return found;
}
