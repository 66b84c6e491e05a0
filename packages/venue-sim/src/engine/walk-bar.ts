import { type Candle, Decimal, type Fill, type FillReason } from '@tradewarden/core';
import type { BracketState } from './bracket-state.ts';
import type { SimCosts } from './sim-costs.ts';

export interface Bar {
  readonly candle: Candle;
  /** Duration, ms. Fills carry the time of the bar's close. */
  readonly barMs: number;
  readonly tick: Decimal;
}

/**
 * The one price path rule: open → adverse extreme → favourable extreme → close, seen from the position.
 * A limit needs a trade through it by one tick; it fills at its price, or at the open when the bar opens that far
 * beyond it. A stop triggers on touch and fills at its trigger worsened by slippage, or at the open, worsened
 * likewise, when the bar opens beyond it. So a bar that holds both stop and target is a stop.
 */
export function walkBar(state: BracketState, bar: Bar, costs: SimCosts): BracketState {
  const walk = new Walk(state, bar, costs);
  const { open, adverse, favourable } = walk.path;
  walk.enter(open, true);
  walk.stopAt(open);
  walk.takeTargets(open, true);
  walk.enter(adverse, false);
  walk.stopAt(adverse);
  walk.takeTargets(favourable, false);
  return walk.state;
}

class Walk {
  state: BracketState;
  readonly path: { readonly open: Decimal; readonly adverse: Decimal; readonly favourable: Decimal };
  readonly #bar: Bar;
  readonly #costs: SimCosts;
  /** +1 for a long, −1 for a short: makes every comparison read as for a long. */
  readonly #side: 1 | -1;

  constructor(state: BracketState, bar: Bar, costs: SimCosts) {
    this.state = state;
    this.#bar = bar;
    this.#costs = costs;
    this.#side = state.order.direction === 'LONG' ? 1 : -1;
    const { open, high, low } = bar.candle;
    const [adverse, favourable] = this.#side === 1 ? [low, high] : [high, low];
    this.path = { open: Decimal.of(open), adverse: Decimal.of(adverse), favourable: Decimal.of(favourable) };
  }

  enter(price: Decimal, atOpen: boolean): void {
    if (this.state.status !== 'working') return;
    const limit = Decimal.of(this.state.order.entry);
    if (this.#ahead(limit, price).lt(this.#bar.tick)) return;
    const quantity = Decimal.of(this.state.order.quantity);
    this.#fill('entry', atOpen ? price : limit, quantity);
    this.state = { ...this.state, status: 'open', held: quantity };
  }

  stopAt(price: Decimal): void {
    if (this.state.status !== 'open') return;
    const trigger = Decimal.of(this.state.order.stop);
    if (this.#ahead(trigger, price).isNegative()) return;
    const from = this.#ahead(trigger, this.path.open).isPositive() ? this.path.open : trigger;
    const slip = from.times(this.#costs.stopSlippage);
    const worse =
      this.#side === 1
        ? from.minus(slip).floorToStep(this.#bar.tick)
        : from.plus(slip).ceilToStep(this.#bar.tick);
    this.#fill('stop', worse, this.state.held);
    this.state = { ...this.state, status: 'closed', held: Decimal.zero };
  }

  takeTargets(price: Decimal, atOpen: boolean): void {
    for (;;) {
      const target = this.state.order.targets[this.state.nextTarget];
      if (this.state.status !== 'open' || target === undefined) return;
      if (this.#ahead(price, Decimal.of(target.price)).lt(this.#bar.tick)) return;
      const quantity = Decimal.of(target.quantity);
      this.#fill('target', atOpen ? price : Decimal.of(target.price), quantity);
      const held = this.state.held.minus(quantity);
      this.state = {
        ...this.state,
        held,
        nextTarget: this.state.nextTarget + 1,
        status: held.isZero() ? 'closed' : 'open',
      };
    }
  }

  /** How far `first` lies above `second` for a long, below it for a short. */
  #ahead(first: Decimal, second: Decimal): Decimal {
    return this.#side === 1 ? first.minus(second) : second.minus(first);
  }

  #fill(reason: FillReason, price: Decimal, quantity: Decimal): void {
    const { order, fills } = this.state;
    const rate = reason === 'stop' ? this.#costs.taker : this.#costs.maker;
    const fill: Fill = {
      tradeId: `${order.clientOrderId}/${fills.length + 1}`,
      clientOrderId: order.clientOrderId,
      reason,
      price: price.toString(),
      quantity: quantity.toString(),
      fee: price.times(quantity).times(rate).toString(),
      at: this.#bar.candle.time + this.#bar.barMs,
    };
    this.state = { ...this.state, fills: [...fills, fill] };
  }
}
