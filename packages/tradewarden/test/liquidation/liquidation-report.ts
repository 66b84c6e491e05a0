import type { LiquidationResult } from './run-liquidation.ts';

/** What became of a liquidation hour, for people. The same text for the same candles. */
export function liquidationReport(
  { symbols, observed, hours, restart, latch }: LiquidationResult,
  { title, crash }: { readonly title: string; readonly crash: number },
): string {
  const minute = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  const trips = observed.flatMap(({ at, equity, latched, state }) =>
    latched.map((cause) => [minute(at), cause, Number(equity).toFixed(2), state]),
  );
  const first = observed.findIndex(({ latched }) => latched.length > 0);
  const firstAt = observed[first]?.at ?? Number.POSITIVE_INFINITY;
  const after = hours.filter(({ at }) => at >= firstAt);
  const sum = (of: 'approved' | 'rejected' | 'closed'): number =>
    after.reduce((total, hour) => total + hour[of], 0);
  const rows = hours.map(({ at, equity, open, closed, approved, rejected, codes }) => [
    minute(at),
    Number(equity).toFixed(2),
    String(open),
    String(closed),
    String(approved),
    String(rejected),
    Object.keys(codes).join(', '),
  ]);
  return [
    `# ${title}`,
    '',
    `${symbols.length} symbols, one plan of each every hour, a fall in the hour that opens at ${minute(crash)} UTC. Balance 10000,`,
    '0.7 % risk at the stop of each plan, 10 % of heat, no cap on notional or margin; the equity is that of the simulated',
    'venue at its marks, looked at wherever an order was met. Written by `npm run docs:liquidation`, compared by a test.',
    '',
    '## What tripped, in order',
    '',
    ...table(['Time (UTC)', 'Cause', 'Equity', 'State'], trips),
    '',
    '## From then on',
    '',
    `- ${sum('approved')} plans were approved, ${sum('rejected')} were refused.`,
    `- ${sum('closed')} positions were closed by their stops or targets; ${hours.at(-1)?.open ?? 0} are held at the end.`,
    `- Before the database was closed the account was ${restart.before?.state ?? 'ACTIVE'}, with ${restart.before?.causes.length ?? 0} open causes; opened by another process it was ${restart.after?.state ?? 'ACTIVE'}, with ${restart.after?.causes.length ?? 0}. At the end it is ${latch?.state ?? 'ACTIVE'}.`,
    '',
    '## Hour by hour',
    '',
    ...table(['Close (UTC)', 'Equity', 'Held', 'Closed', 'Approved', 'Refused', 'Codes'], rows),
    '',
  ].join('\n');
}

/** In columns, so that the source reads as well as the page. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)];
}
