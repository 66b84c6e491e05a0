import { rmSync } from 'node:fs';
import { systemClock } from '@tradewarden/core';
import { generatedMarket } from '@tradewarden/venue-sim';
import { PaperExchange } from './paper-exchange.ts';
import { paperAddress } from './venue.ts';

/** An exchange that trades along a generated market, one recorded hour every second, until it is stopped. */
const market = generatedMarket();
const symbols = await market.symbols();
const { from, to } = await market.span();
const instruments = await Promise.all(symbols.map((symbol) => market.instrument(symbol)));
const paper = new PaperExchange({
  clock: systemClock,
  instruments: instruments.filter((one) => one !== undefined),
});
// What a process that was killed left behind would keep this one from listening.
if (process.platform !== 'win32') rmSync(paperAddress(), { force: true });
await paper.listen(paperAddress());
process.stdout.write(`${symbols.join(', ')} at ${paperAddress()}\n`);
for (let hour = from; ; hour = hour >= to ? from : hour + 3_600_000) {
  for (const symbol of symbols) {
    const [bar] = await market.candles(symbol, '1h', hour, hour + 1);
    if (bar === undefined) continue;
    for (const price of [bar.low, bar.high, bar.close]) paper.move(symbol, price);
  }
  await systemClock.sleep(1000);
}
