import type { BreakerReport } from '@tradewarden/risk';

/** What the breakers know, for people. */
export function breakerLines(name: string, report: BreakerReport): readonly string[] {
  const { equity, untrusted, lossesInARow, cooldowns } = report;
  const iso = (at: number): string => new Date(at).toISOString();
  return [
    ...(equity === undefined
      ? []
      : [
          `${name} equity ${equity.value} at ${iso(equity.at)}: lost today ${equity.dailyLoss}, this week ${equity.weeklyLoss}; drawdown ${equity.drawdown}${equity.reduced ? ', sizes are cut' : ''}`,
        ]),
    ...(untrusted === undefined
      ? []
      : [`${name} equity in doubt since ${iso(untrusted.since)}: ${untrusted.reason}`]),
    ...(lossesInARow === 0 ? [] : [`${name} losses in a row: ${lossesInARow}`]),
    ...cooldowns.map(
      ({ scope, until, why }) => `${name} ${scope} cools down until ${iso(until)} after a ${why}`,
    ),
  ];
}
