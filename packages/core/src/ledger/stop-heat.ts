import type { Reservation } from './reservation.ts';

const heat = '/riskAtStop';

/**
 * The reservation with its heat counted as for a stop that is missing, or confirmed. Without one the whole notional is
 * at risk, or what was to be lost at the stop where that is more; with one again what was planned.
 */
export function withStop(reservation: Reservation, stop: 'missing' | 'confirmed'): Reservation {
  const { plannedHeat, ...rest } = reservation;
  if (stop === 'missing') {
    if (plannedHeat !== undefined) return reservation;
    const planned = reservation.uses.filter(({ counter }) => counter.endsWith(heat));
    const notional = new Map(reservation.uses.map(({ counter, amount }) => [counter, amount]));
    const uses = reservation.uses.map(({ counter, amount }) => {
      if (!counter.endsWith(heat)) return { counter, amount };
      const whole = notional.get(`${counter.slice(0, -heat.length)}/notional`) ?? 0;
      return { counter, amount: Math.max(amount, whole) };
    });
    return { ...reservation, uses, plannedHeat: planned };
  }
  if (plannedHeat === undefined) return reservation;
  const planned = new Map(plannedHeat.map(({ counter, amount }) => [counter, amount]));
  return {
    ...rest,
    uses: rest.uses.map(({ counter, amount }) => ({ counter, amount: planned.get(counter) ?? amount })),
  };
}
