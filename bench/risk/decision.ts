// A decision of the gate with 100 positions and 200 working orders, without I/O, beside its arithmetic alone in plain
// functions, call by call in turns; and whether it costs the same with 10 and with 10,000 positions.
import { performance } from 'node:perf_hooks';
import { balancedLimits } from '@tradewarden/risk';
import { measuredOf, median, type Measured } from '../measure.ts';
import { equity, fullBook, planNow, tiers, wideLimits } from './full-book.ts';
import { gateAlone } from './gate-alone.ts';
import { type PlainInput, type PlainPosition, plainDecision, usedOf } from './plain-decision.ts';

const rounds = 7;
const calls = 2000;
const most = { ofPlain: 5, flat: 1.25 };

const held: readonly PlainPosition[] = Array.from({ length: 300 }, (_, index) => ({
  symbol: `S${index}/USDT`,
  long: true,
  notional: 8_161_480_000,
  margin: 4_080_740_000,
  riskAtStop: 99_992_460,
}));
const limits: Readonly<Record<string, string>> = {
  ...balancedLimits,
  ...Object.fromEntries(Object.entries(wideLimits).map(([key, value]) => [key, String(value)])),
};

const plainInput = (name: string): PlainInput => {
  const {
    direction,
    entry,
    stop,
    targets,
    leverage = '1',
    score = '0',
    atrRatio = '1',
    ...plan
  } = planNow(name);
  const now = Date.now();
  return {
    long: direction === 'LONG',
    near: entry.near,
    far: entry.far,
    stop: stop.price,
    targets,
    leverage,
    score,
    atrRatio,
    createdAt: plan.createdAt,
    expiresAt: plan.expiresAt,
    now,
    bid: '42199.9',
    ask: '42200',
    quoteAt: now,
    step: '0.0001',
    tick: '0.1',
    minimumQuantity: '0.0001',
    minimumNotional: '5',
    maximumQuantity: '120',
    tiers,
    equity,
    limits,
    held,
  };
};

const us = (ms: number): string => `${(ms * 1000).toFixed(0).padStart(6)} µs`;
const shown = (name: string, { p50, p99, longest }: Measured): string =>
  `${name.padEnd(44)} p50 ${us(p50)}  p99 ${us(p99)}  longest ${us(longest)}`;
const timed = async (latencies: number[], work: () => unknown): Promise<void> => {
  const from = performance.now();
  await work();
  latencies.push(performance.now() - from);
};

const books = {
  few: await fullBook(10, 0),
  usual: await fullBook(100, 200),
  many: await fullBook(10_000, 0),
};
const decide = await gateAlone(books.usual, planNow('first'));
const first = await decide(planNow('first'));
const [plainQuantity] = plainDecision(plainInput('first'), usedOf(held, 'BTC/USDT', true));
if (first.verdict !== 'approved' || first.sizing?.quantity !== plainQuantity)
  throw new Error(`the two do not agree: ${first.sizing?.quantity ?? first.verdict} and ${plainQuantity}`);
const asked = first.rules.filter(({ status }) => status !== 'not-applicable').length;
console.log(`${asked} rules answer, ${first.rules.length} stand in the document`);

const names = ['plain', 'decision', 'preview', 'few', 'many'] as const;
const found = Object.fromEntries(names.map((name) => [name, [] as Measured[]])) as Record<
  (typeof names)[number],
  Measured[]
>;
for (let round = -1; round < rounds; round += 1) {
  const latencies = { plain: [], decision: [], preview: [], few: [], many: [] } as Record<
    (typeof names)[number],
    number[]
  >;
  for (let call = 0; call < calls; call += 1) {
    const [plan, input] = [planNow(`p${round}-${call}`), plainInput(`p${round}-${call}`)];
    await timed(latencies.decision, () => decide(plan));
    await timed(latencies.plain, () => plainDecision(input, usedOf(input.held, 'BTC/USDT', input.long)));
    await timed(latencies.preview, () => books.usual.runner.preview(plan));
    await timed(latencies.few, () => books.few.runner.preview(plan));
    await timed(latencies.many, () => books.many.runner.preview(plan));
  }
  // The first round warms up.
  if (round >= 0) for (const name of names) found[name].push(measuredOf(latencies[name], 1));
}

const middle = (name: (typeof names)[number], of: 'p50' | 'p99'): number =>
  median(found[name].map((run) => run[of]));
const printed = {
  plain: 'the arithmetic alone',
  decision: 'a decision: rules, size, reservation, document',
  preview: 'a preview: read, hash, facts, ledger as well',
  few: 'a preview with 10 positions',
  many: 'a preview with 10,000 positions',
};
for (const name of names)
  console.log(
    shown(printed[name], {
      perSecond: 0,
      p50: middle(name, 'p50'),
      p99: middle(name, 'p99'),
      longest: median(found[name].map(({ longest }) => longest)),
    }),
  );
const ofPlain = {
  p50: middle('decision', 'p50') / middle('plain', 'p50'),
  p99: middle('decision', 'p99') / middle('plain', 'p99'),
};
const ofPreview = {
  p50: middle('preview', 'p50') / middle('plain', 'p50'),
  p99: middle('preview', 'p99') / middle('plain', 'p99'),
};
const flat = middle('many', 'p50') / middle('few', 'p50');
console.log(
  `a decision is ${ofPlain.p99.toFixed(2)} of its arithmetic at p99, ${ofPlain.p50.toFixed(2)} at p50 (limit ${most.ofPlain} at p99)`,
);
console.log(`a preview is ${ofPreview.p99.toFixed(2)} of it at p99, ${ofPreview.p50.toFixed(2)} at p50`);
console.log(
  `with 10,000 positions it costs ${flat.toFixed(2)} of what it costs with 10 (limit ${most.flat})`,
);
if (ofPlain.p99 > most.ofPlain || flat > most.flat) process.exitCode = 1;
