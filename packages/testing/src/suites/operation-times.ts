import type { StoreDriver } from '@tradewarden/core';
import { commitOk } from './store-bench.ts';

export interface OperationTimes {
  readonly operation: string;
  readonly calls: number;
  /** Of one call that waits for nobody, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

const calls = 1000;

/** How long the operations of a driver take one at a time: what a single caller pays. */
export async function operationTimes(driver: StoreDriver): Promise<readonly OperationTimes[]> {
  const key = (index: number): string => `m/${String(index).padStart(6, '0')}`;
  const measured = async (
    operation: string,
    call: (index: number) => Promise<unknown>,
  ): Promise<OperationTimes> => {
    const times: number[] = [];
    for (let index = 0; index < calls; index += 1) {
      const from = performance.now();
      await call(index);
      times.push(performance.now() - from);
    }
    times.sort((a, b) => a - b);
    const at = (share: number): number => times[Math.ceil(share * calls) - 1] ?? 0;
    return { operation, calls, p50: at(0.5), p99: at(0.99) };
  };
  return [
    await measured('commit of a check, an add, a put and an append', (index) =>
      commitOk(driver, {
        checks: [{ key: key(index), version: 0 }],
        adds: [{ counter: 'm', delta: 1, max: calls }],
        puts: [{ key: key(index), value: '{"text":"measured"}' }],
        appends: [{ log: 'm', value: '{"text":"measured"}' }],
      }),
    ),
    await measured('get of one key', (index) => driver.get([key(index)])),
    await measured('counters, one', () => driver.counters(['m'])),
    await measured('scan of 10', (index) => driver.scan({ prefix: 'm/', after: key(index), limit: 10 })),
    await measured('read of 10', (index) => driver.read('m', { after: index, limit: 10 })),
  ];
}
