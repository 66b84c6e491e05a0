import { type StoreDriver, StoreUnavailableError, StoreUnknownError } from '@tradewarden/core';
import { type DriverCall, type DriverFault, type FaultPlan, SeededFaults } from './driver-faults.ts';
import { overriddenDriver } from './overridden-store.ts';

const writing: ReadonlySet<string> = new Set(['commit', 'claim', 'trim']);

/**
 * A handle on a store that is far away and unreliable: calls fail, wait, overtake each other, take effect without an
 * answer, and the handle may break for good. For tests of what is built on a store; `plan` is a seed or your own.
 */
export function faultyDriver(driver: StoreDriver, plan: FaultPlan | number): StoreDriver {
  const faults: FaultPlan = typeof plan === 'number' ? new SeededFaults(plan) : plan;
  let broken = false;

  const struck = async <T>(
    call: DriverCall,
    fault: DriverFault | undefined,
    work: () => Promise<T>,
  ): Promise<T> => {
    if (broken) throw refused(call, 'the handle is broken');
    if (fault === undefined) return work();
    if (fault === 'break-before' || fault === 'break-after') broken = true;
    if (fault === 'fail') throw refused(call, 'a fault was planned');
    if (fault === 'lose-answer' || fault === 'break-after') await work();
    if (!call.writes) throw refused(call, 'a fault was planned');
    throw new StoreUnknownError(`${call.method}: the answer was lost`);
  };
  const through = <T>(method: DriverCall['method'], work: () => Promise<T>): Promise<T> => {
    const call = { method, writes: writing.has(method) };
    const make = (): Promise<T> => struck(call, faults.next(call), work);
    return faults.turn === undefined ? make() : faults.turn(call, make);
  };

  return overriddenDriver(driver, {
    get: (keys) => through('get', () => driver.get(keys)),
    counters: (names) => through('counters', () => driver.counters(names)),
    scan: (query) => through('scan', () => driver.scan(query)),
    commit: (batch) => through('commit', () => driver.commit(batch)),
    read: (log, query) => through('read', () => driver.read(log, query)),
    head: (log) => through('head', () => driver.head(log)),
    ...(driver.claim && {
      claim: (query) => through('claim', async () => (await driver.claim?.(query)) ?? []),
    }),
    ...(driver.trim && { trim: (log, upTo) => through('trim', async () => driver.trim?.(log, upTo)) }),
  });
}

const refused = ({ method }: DriverCall, why: string): StoreUnavailableError =>
  new StoreUnavailableError(`${method} was not done: ${why}`);
