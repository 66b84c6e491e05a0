import { createHash } from 'node:crypto';
import {
  type Commit,
  createRunner,
  memoryStore,
  Pipeline,
  type Store,
  type TradePlan,
} from '@tradewarden/core';
import { placeOrder } from '@tradewarden/executor';
import { riskGate } from '@tradewarden/risk';
import { equity, planNow, wideLimits } from '../risk/full-book.ts';

const planId = 'plan-to-be-replaced';
const decisionId = 'decision-to-be-replaced';
const base = 'PLACEHOLDER';

/** The commit of the last of two decisions that the gate makes with all its rules; the first also files the policy. */
async function oneDecision(): Promise<Commit> {
  const memory = memoryStore();
  const sent: Commit[] = [];
  const store: Store = {
    specification: memory.specification,
    description: memory.description,
    get: (keys) => memory.get(keys),
    counters: (names) => memory.counters(names),
    scan: (query) => memory.scan(query),
    read: (log, query) => memory.read(log, query),
    head: (log) => memory.head(log),
    claim: (query) => memory.claim(query),
    watch: (wake) => memory.watch(wake),
    trim: (log, upTo) => memory.trim(log, upTo),
    backup: (file) => memory.backup(file),
    now: () => memory.now(),
    close: () => memory.close(),
    commit: (commit) => {
      sent.push(commit);
      return memory.commit(commit);
    },
  };
  const gate = riskGate({ equity, market: 'none', limits: wideLimits });
  const pipeline = Pipeline.of<TradePlan>().stage(gate).followUp(placeOrder());
  const runner = createRunner({ pipeline, store, account: 'bench', mode: 'paper', venue: 'sim' });
  await runner.run(planNow('first', { symbol: 'FIRST/USDT' }));
  const { decision } = await runner.run(planNow(planId, { symbol: `${base}/USDT` }));
  const commit = sent.at(-1);
  if (decision?.verdict !== 'approved' || commit === undefined)
    throw new Error(`the plan of the bench is ${decision?.verdict ?? 'undecided'}`);
  return JSON.parse(JSON.stringify(commit).replaceAll(decision.decisionId, decisionId)) as Commit;
}

/**
 * What the gate commits for one approved plan that becomes an order, of any number of other plans and symbols: decision,
 * audit record, reservation, counters and job. What it checks of earlier decisions is checked as absent.
 */
export async function wholeDecisions(): Promise<(id: string) => Commit> {
  const { checks = [], adds = [], ...rest } = await oneDecision();
  const text = JSON.stringify({
    ...rest,
    checks: checks.map(({ key, version }) =>
      version === 0 ? { key, version } : { key: `${key}/${planId}`, version: 0 },
    ),
    adds: adds.map(({ counter, delta, max }) =>
      max === undefined ? { counter, delta } : { counter, delta, max: Number.MAX_SAFE_INTEGER },
    ),
  });
  return (id) => {
    const hash = createHash('sha256').update(id).digest('hex');
    return JSON.parse(
      text.replaceAll(decisionId, hash).replaceAll(planId, id).replaceAll(base, `S${id}`),
    ) as Commit;
  };
}
