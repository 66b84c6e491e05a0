import { canonicalJson, toCanonicalValue } from './canonical-json.ts';
import { FieldReader, isFields } from './field-reader.ts';
import type { Json } from './json.ts';
import { keyPartProblem } from './key-part.ts';
import { defaultLifetimeMs } from './plan-defaults.ts';
import { geometryIssues } from './plan-geometry.ts';
import type { PlanIssue } from './plan-issue.ts';
import { readClaims } from './read-claims.ts';
import { readConfluence } from './read-confluence.ts';
import { readTargets, soundTargets } from './read-targets.ts';
import type { Direction, TradePlan } from './trade-plan.ts';

/** `unreadable`: not an object, or no symbol. `invalid`: becomes a rejected decision that lists every issue. */
export type PlanReading =
  | { readonly kind: 'plan'; readonly plan: TradePlan }
  | {
      readonly kind: 'invalid';
      readonly issues: readonly PlanIssue[];
      readonly identity: PlanIdentity;
      readonly raw: Json;
    }
  | { readonly kind: 'unreadable'; readonly message: string };

/** What is needed to file a decision about an input, sound or not. */
export interface PlanIdentity {
  readonly planId: string;
  readonly revision: number;
  readonly source: string;
  readonly symbol: string;
  readonly direction?: Direction;
}

const fields = [
  'schemaVersion',
  'planId',
  'revision',
  'source',
  'symbol',
  'direction',
  'style',
  'entry',
  'stop',
  'targets',
  'score',
  'confluence',
  'regime',
  'atrRatio',
  'leverage',
  'rationale',
  'createdAt',
  'expiresAt',
  'timeframe',
  'chartUrl',
  'claims',
  'metadata',
];

/**
 * Reads an untrusted value as a trade plan, with every issue at once, each with its path.
 * `hash` is SHA-256 in hex: a plan without an id gets one derived from its content.
 */
export function parseTradePlan(input: unknown, hash: (text: string) => string): PlanReading {
  if (!isFields(input))
    return { kind: 'unreadable', message: 'expected a JSON object that describes a trade plan' };
  const raw = safely(() => toCanonicalValue(input));
  if (raw === undefined) return { kind: 'unreadable', message: 'nested deeper than 32 levels' };
  const issues: PlanIssue[] = [];
  const reader = new FieldReader(input, '', issues);
  const symbol = input['symbol'];
  if (typeof symbol !== 'string' || !/^[^\p{Cc}\p{Cf}\p{Cs}\s]{1,60}$/u.test(symbol)) {
    return { kind: 'unreadable', message: 'symbol: required, 1 to 60 characters without spaces' };
  }
  const tooLong = keyPartProblem(symbol);
  if (tooLong !== undefined) return { kind: 'unreadable', message: `symbol: ${tooLong}` };
  const identity = readIdentity(reader, symbol, () => `plan-${hash(canonicalJson(raw)).slice(0, 16)}`);
  const plan = readPlan(reader, identity, issues);
  if (plan === undefined || issues.length > 0) return { kind: 'invalid', issues, identity, raw };
  return { kind: 'plan', plan };
}

function readIdentity(reader: FieldReader, symbol: string, derive: () => string): PlanIdentity {
  const named = (key: 'planId' | 'source'): string | undefined => {
    const text = reader.text(key, 120);
    if (text === undefined) return undefined;
    if (/^[\x21-\x7e]+$/.test(text)) {
      const tooLong = keyPartProblem(text);
      return tooLong === undefined ? text : reader.report(key, tooLong);
    }
    return reader.report(key, 'expected 1 to 120 printable ASCII characters without spaces');
  };
  const direction = reader.has('direction')
    ? reader.oneOf<Direction>('direction', ['LONG', 'SHORT'])
    : reader.report('direction', 'required: LONG or SHORT');
  return {
    planId: named('planId') ?? derive(),
    revision: reader.integer('revision', 1) ?? 1,
    source: named('source') ?? 'native',
    symbol,
    ...(direction === undefined ? {} : { direction }),
  };
}

function readPlan(reader: FieldReader, identity: PlanIdentity, issues: PlanIssue[]): TradePlan | undefined {
  reader.onlyKnown(fields);
  if ((reader.integer('schemaVersion', 1) ?? 1) !== 1)
    reader.report('schemaVersion', 'only version 1 is known');
  const zone = reader.requiredObject('entry');
  zone?.onlyKnown(['near', 'far', 'rationale']);
  const near = zone?.requiredDecimal('near', { positive: true });
  const far = zone?.requiredDecimal('far', { positive: true });
  const exit = reader.requiredObject('stop');
  exit?.onlyKnown(['price', 'rationale']);
  const stop = exit?.requiredDecimal('price', { positive: true });
  const read = readTargets(reader);
  const { direction } = identity;
  issues.push(...geometryIssues({ direction, near, far, stop, targets: read.map(({ price }) => price) }));
  const style = reader.oneOf('style', ['scalp', 'intraday', 'swing'] as const);
  const createdAt = reader.has('createdAt')
    ? reader.integer('createdAt', 0)
    : reader.report('createdAt', 'required');
  const expiresAt = reader.integer('expiresAt', 0) ?? (createdAt ?? 0) + defaultLifetimeMs(style);
  if (createdAt !== undefined && expiresAt <= createdAt)
    reader.report('expiresAt', 'must be later than createdAt');
  const metadata =
    reader.object('metadata') === undefined ? undefined : toCanonicalValue(reader.value('metadata'));
  const optional = {
    style,
    score: reader.decimal('score', { minimum: 0, maximum: 100 }),
    confluence: readConfluence(reader),
    regime: reader.oneOf('regime', ['trend', 'range', 'volatile', 'unknown'] as const),
    atrRatio: reader.decimal('atrRatio', { positive: true }),
    leverage: reader.decimal('leverage', { minimum: 1 }),
    rationale: reader.text('rationale', 4000),
    timeframe: reader.text('timeframe', 20),
    chartUrl: reader.text('chartUrl', 2000),
    claims: readClaims(reader),
    metadata: isFields(metadata) ? (metadata as TradePlan['metadata']) : undefined,
  };
  const rationales = [zone?.text('rationale', 4000), exit?.text('rationale', 4000)] as const;
  const targets = soundTargets(read);
  if (direction === undefined || near === undefined || far === undefined || stop === undefined)
    return undefined;
  if (targets === undefined || createdAt === undefined) return undefined;
  return present({
    schemaVersion: 1,
    ...identity,
    direction,
    entry: present({ near, far, rationale: rationales[0] }),
    stop: present({ price: stop, rationale: rationales[1] }),
    targets,
    createdAt,
    expiresAt,
    ...optional,
  }) as TradePlan;
}

/** A copy without the members that are `undefined`. */
function present<T extends object>(value: T): T {
  const copy: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) if (member !== undefined) copy[key] = member;
  return copy as T;
}

function safely<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
