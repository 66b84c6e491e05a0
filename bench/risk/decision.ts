// A decision of the gate with 100 positions and 200 working orders, without I/O, beside its arithmetic alone in plain
// functions, call by call in turns; and whether it costs the same with 10 and with 10,000 positions.
import { performance } from 'node:perf_hooks';
import { Decimal, type TradePlan } from '@tradewarden/core';
import { balancedLimits } from '@tradewarden/risk';
import { measuredOf, median, type Measured } from '../measure.ts';
import { asked, equity, fullBook, grid, planNow, quote, tiers, wideLimits } from './full-book.ts';
import { gateAlone } from './gate-alone.ts';
import { type PlainInput, type PlainPosition, plainDecision } from './plain-decision.ts';

const rounds = 7;
const calls = 2000;
const most = { ofPlain: 5, flat: 1.25 };

/** What each of the 100 positions and 200 working orders takes. */
const held: readonly PlainPosition[] = Array.from({ length: 300 }, (_, index) => ({
  symbol: `S${index}/USDT`,
  long: true,
  notional: 8_161_480_000,
  margin: 4_080_740_000,
  riskAtStop: 99_994_767,
}));
const limits: Readonly<Record<string, Decimal>> = Object.fromEntries(
  Object.entries({ ...balancedLimits, ...wideLimits }).flatMap(([key, value]) => {
    const number = Decimal.tryParse(value);
    return number === undefined ? [] : [[key, number] as const];
  }),
);

const plainInput = ({ symbol, direction, entry, stop, targets, ...plan }: TradePlan): PlainInput => ({
  symbol,
  long: direction === 'LONG',
  near: entry.near,
  stop: stop.price,
  targets,
  leverage: plan.leverage ?? '1',
  score: plan.score ?? '0',
  createdAt: plan.createdAt,
  expiresAt: plan.expiresAt,
  now: Date.now(),
  ...quote,
  ...grid,
  tiers,
  equity,
  limits,
  held,
});

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

/** Both sides must come to the same figures, or they are not the same arithmetic. */
async function expectAgreed(changes: Partial<TradePlan>): Promise<void> {
  const plan = planNow('agreed', changes);
  const { rules, sizing } = await decide(plan);
  const ours = rules.filter(({ id }) => asked.includes(id));
  const plain = plainDecision(plainInput(plan));
  const found = {
    answered: ours.filter(({ status }) => status === 'pass' || status === 'fail').length,
    failed: ours.filter(({ status }) => status === 'fail').length,
    amounts: [
      sizing?.quantity,
      sizing?.notional,
      sizing?.margin,
      sizing?.riskAtStop,
      sizing?.riskPercent,
      ...(sizing?.rewardToRisk.flatMap(({ gross, net }) => [gross, net]) ?? []),
      ...plain.free.map(([id]) => ours.find((rule) => rule.id === id)?.headroom),
    ],
  };
  const { quantity, notional, margin, riskAtStop, riskPercent } = plain;
  const wanted = {
    answered: asked.length,
    failed: plain.failed,
    amounts: [
      quantity,
      notional,
      margin,
      riskAtStop,
      riskPercent,
      ...plain.rewards.flatMap(({ gross, net }) => [gross, net]),
      ...plain.free.map(([, amount]) => amount),
    ].map(String),
  };
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    throw new Error(`the two do not agree: ${JSON.stringify({ found, wanted })}`);
}
await expectAgreed({});
await expectAgreed({ leverage: '150', score: '10' });
await expectAgreed({ stop: { price: '42199.95' } });
await expectAgreed({ entry: { near: '43000', far: '42900' } });
await expectAgreed({
  direction: 'SHORT',
  entry: { near: '42200', far: '42300' },
  stop: { price: '42700.05' },
  targets: [{ price: '41000', percent: '100' }],
});
console.log(`${asked.length} rules of the gate, beside five of the intake and the runner`);

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
    const plan = planNow(`p${round}-${call}`);
    const input = plainInput(plan);
    await timed(latencies.decision, () => decide(plan));
    await timed(latencies.plain, () => plainDecision(input));
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
