/** One size to compute, as text. */
export interface SizingCase {
  readonly budget: string;
  readonly entry: string;
  readonly stop: string;
  readonly fee: string;
  readonly slippage: string;
  readonly step: string;
  /** The exact answer: whole steps. */
  readonly steps: bigint;
}

/** A small seeded generator: the same cases in every run. */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const places = 20;
const scaled = (text: string): bigint => {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(places, '0'));
};
const one = 10n ** BigInt(places);

/** `floor(budget ÷ unit risk ÷ step)` of a long in whole numbers: nothing is rounded but at the end. */
function exactSteps({ budget, entry, stop, fee, slippage, step }: Omit<SizingCase, 'steps'>): bigint {
  const [e, f] = [scaled(entry), scaled(fee)];
  // Twice the places: a price times a fraction.
  const exit = scaled(stop) * (one - scaled(slippage));
  const risk = (e * one - exit) * one + f * e * one + f * exit;
  return (scaled(budget) * one * one * one) / (risk * scaled(step));
}

const text = (digits: number, decimals: number): string => {
  const padded = String(digits).padStart(decimals + 1, '0');
  return decimals === 0 ? padded : `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
};

const grids = ['0.00000001', '0.0001', '0.001', '0.1', '1', '0.025'] as const;

/** Markets as they come: prices of four to six digits, stops from 0.1 to 10 %, taker fee and slippage of the balanced limits. */
export function usualCases(count: number): readonly SizingCase[] {
  const below = seeded(1);
  return Array.from({ length: count }, () => {
    const [digits, decimals] = [1000 + below(999_000), below(6)];
    const stop = digits - Math.max(1, Math.floor((digits * (1 + below(100))) / 1000));
    const plan = {
      budget: text(100 + below(1_000_000), 2),
      entry: text(digits, decimals),
      stop: text(stop, decimals),
      fee: '0.00055',
      slippage: '0.0005',
      step: grids[below(grids.length)] ?? '1',
    };
    return { ...plan, steps: exactSteps(plan) };
  });
}

/** Round numbers, as people give them: no costs, and budgets that are whole steps of what a unit loses. */
export function roundCases(count: number): readonly SizingCase[] {
  const below = seeded(2);
  return Array.from({ length: count }, () => {
    const distance = 1 + below(9999);
    const entry = distance + 1 + below(99_999);
    const [wanted, decimals] = [1 + below(9999), below(4)];
    // In units of the price's last place times a tenth of a thousandth.
    const budget = text(wanted * distance, decimals + 4);
    const plan = {
      budget,
      entry: text(entry, decimals),
      stop: text(entry - distance, decimals),
      fee: '0',
      slippage: '0',
      step: '0.0001',
    };
    return { ...plan, steps: exactSteps(plan) };
  });
}

/** A hair less than whole steps: the budget is short of them by less than 10^-21 of it, so that rounding up spends too much. */
export function edgeCases(count: number): readonly SizingCase[] {
  const below = seeded(3);
  return Array.from({ length: count }, () => {
    const distance = 1 + below(9999);
    const wanted = 2 + below(9999);
    const whole = BigInt(wanted) * BigInt(distance) * 10n ** 24n - 1n;
    const digits = whole.toString().padStart(29, '0');
    const budget = `${digits.slice(0, -28)}.${digits.slice(-28)}`;
    const entry = String(distance + 1 + below(99_999));
    const stop = String(Number(entry) - distance);
    const steps = BigInt(wanted) - 1n;
    return { budget, entry, stop, fee: '0', slippage: '0', step: '0.0001', steps };
  });
}
