/** A kill with 50 working entries on 5 symbols: from the call to the flag that stops sends, and to the answer of the last cancel. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultInstrument, systemClock } from '@tradewarden/core';
import { KillFlag, KillSwitch } from '@tradewarden/executor';
import { openSqliteStore } from '@tradewarden/store-sqlite';
import { Exchange, exchangeVenue } from '@tradewarden/venue-sim/exchange';
import { median } from '../measure.ts';

const runs = 10;
const symbols = ['A/USDT', 'B/USDT', 'C/USDT', 'D/USDT', 'E/USDT'];
const actor = { kind: 'user', id: 'bench' } as const;
const directory = mkdtempSync(join(tmpdir(), 'tradewarden-bench-kill-'));
const latched: number[] = [];
const cancelled: number[] = [];
for (let run = 0; run < runs; run += 1) {
  const exchange = new Exchange({
    instruments: symbols.map((symbol) => defaultInstrument(symbol)),
    deposits: { USDT: '1000000' },
  });
  exchange.advanceTo(systemClock.now());
  for (const symbol of symbols) exchange.quote(symbol, { bid: '100', ask: '101' }, exchange.now);
  for (let index = 0; index < 50; index += 1)
    exchange.submit(
      {
        clientOrderId: `tw${String(index).padStart(24, '0')}`,
        symbol: symbols[index % symbols.length] ?? '',
        side: 'BUY',
        quantity: '1',
        instruction: { kind: 'limit', price: '90' },
        reduceOnly: false,
        validUntil: Number.MAX_SAFE_INTEGER,
      },
      exchange.now,
    );
  if (exchange.openOrders().length !== 50) throw new Error('50 orders were to work');
  const store = await openSqliteStore({ path: join(directory, `${run}.db`) });
  const venue = exchangeVenue(exchange, { clock: systemClock });
  const flag = new KillFlag(join(directory, `${run}.kill`));
  const kill = new KillSwitch({ store, venue, account: 'main', mode: 'paper', flag });
  const report = await kill.kill({ mode: 'entries', reason: 'bench', actor });
  if (report.status !== 'KILLED_CLEAN' || exchange.openOrders().length > 0) throw new Error('not killed');
  latched.push(report.latchedAt - report.startedAt);
  cancelled.push((report.cancelledAt ?? Number.NaN) - report.startedAt);
  await store.close();
}
rmSync(directory, { recursive: true });
for (const [name, values] of [
  ['to the flag', latched],
  ['to the last cancel', cancelled],
] as const)
  process.stdout.write(`${name.padEnd(20)} p50 ${median(values)} ms  longest ${Math.max(...values)} ms\n`);
