import { Decimal, defaultInstrument } from '@tradewarden/core';
import { sizePosition } from '@tradewarden/risk';
import { samplePlan } from '@tradewarden/testing';
import { Big } from 'big.js';
import { BigNumber } from 'bignumber.js';
import { Precise } from 'ccxt';
import { Decimal as DecimalJs } from 'decimal.js';
import type { SizingCase } from './sizing-cases.ts';

type Sizer = (of: SizingCase) => string;

/** `floor(budget ÷ unit risk)` to the step, each as its library's own documentation would have it written; default settings. */
export const sizers: Readonly<Record<string, Sizer>> = {
  'core Decimal': ({ budget, entry, stop, fee, slippage, step }) => {
    const price = Decimal.of(entry);
    const exit = Decimal.of(stop).times(Decimal.one.minus(slippage));
    const risk = price.minus(exit).plus(price.times(fee)).plus(exit.times(fee));
    return Decimal.of(budget).dividedBy(risk, 'floor').floorToStep(step).toString();
  },
  'decimal.js': ({ budget, entry, stop, fee, slippage, step }) => {
    const price = new DecimalJs(entry);
    const exit = new DecimalJs(stop).times(new DecimalJs(1).minus(slippage));
    const risk = price.minus(exit).plus(price.times(fee)).plus(exit.times(fee));
    return new DecimalJs(budget).div(risk).div(step).floor().times(step).toFixed();
  },
  'big.js': ({ budget, entry, stop, fee, slippage, step }) => {
    const price = new Big(entry);
    const exit = new Big(stop).times(new Big(1).minus(slippage));
    const risk = price.minus(exit).plus(price.times(fee)).plus(exit.times(fee));
    return new Big(budget).div(risk).div(step).round(0, Big.roundDown).times(step).toFixed();
  },
  'bignumber.js': ({ budget, entry, stop, fee, slippage, step }) => {
    const price = new BigNumber(entry);
    const exit = new BigNumber(stop).times(new BigNumber(1).minus(slippage));
    const risk = price.minus(exit).plus(price.times(fee)).plus(exit.times(fee));
    return new BigNumber(budget)
      .div(risk)
      .div(step)
      .integerValue(BigNumber.ROUND_FLOOR)
      .times(step)
      .toFixed();
  },
  'ccxt Precise': ({ budget, entry, stop, fee, slippage, step }) => {
    const exit = Precise.stringMul(stop, Precise.stringSub('1', slippage));
    const fees = Precise.stringMul(Precise.stringAdd(entry, exit), fee);
    const risk = Precise.stringAdd(Precise.stringSub(entry, exit), fees);
    const count = Precise.stringDiv(Precise.stringDiv(budget, risk), step, 0);
    return Precise.stringMul(count, step) ?? '';
  },
  'binary numbers': ({ budget, entry, stop, fee, slippage, step }) => {
    const exit = Number(stop) * (1 - Number(slippage));
    const risk = Number(entry) - exit + Number(entry) * Number(fee) + exit * Number(fee);
    return String(Math.floor(Number(budget) / risk / Number(step)) * Number(step));
  },
};

/** The sizer of the gate on the same case: legs, minimums, caps and every amount besides. */
export function gateSizer({ budget, entry, stop, fee, slippage, step }: SizingCase): string {
  const plan = samplePlan({ entry: { near: entry, far: entry }, stop: { price: stop } });
  const cost = Decimal.of(fee);
  return sizePosition({
    plan,
    budget: Decimal.of(budget),
    costs: { entryFee: cost, exitFee: cost, stopSlippage: Decimal.of(slippage) },
    instrument: { ...defaultInstrument('BTC/USDT'), step },
    minimumNotional: Decimal.zero,
    headroom: [],
  }).quantity.toString();
}
