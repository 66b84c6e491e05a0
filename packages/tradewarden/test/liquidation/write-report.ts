import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { liquidationReport } from './liquidation-report.ts';
import { playTwin, twinPage, twinTitle } from './twin.ts';
import { twinCrash } from './twin-candles.ts';

const page = join(import.meta.dirname, '../../../..', twinPage);
const text = await playTwin(async (result) =>
  liquidationReport(result, { title: twinTitle, crash: twinCrash }),
);
mkdirSync(dirname(page), { recursive: true });
writeFileSync(page, text);
