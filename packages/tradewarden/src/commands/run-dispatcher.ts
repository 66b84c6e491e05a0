import { resolve } from 'node:path';
import type { Channel, Clock, Mode, Store } from '@tradewarden/core';
import { createDispatcher, type Dispatcher } from '@tradewarden/notify';
import { candleFiles } from '@tradewarden/venue-sim';
import { type CommandInput, textOption } from '../console/command.ts';
import { planCandles } from '../notifications/plan-candles.ts';
import { readTemplates } from '../notifications/read-templates.ts';

/** The dispatcher of a run: along the configured routes, in the configured words, with candles where there are any. */
export function runDispatcher(
  { terminal, settings: { account, notify }, options }: CommandInput,
  work: {
    readonly store: Store;
    readonly mode: Mode;
    readonly clock: Clock;
    readonly channels: readonly Channel[];
  },
): Dispatcher {
  const { directory } = terminal;
  const folder = textOption(options, 'candles');
  const { routes, templates } = notify;
  const known = new Set(work.channels.map(({ id }) => id));
  const named = new Set((routes ?? []).flatMap(({ channels }) => channels));
  // Without any channel nobody wanted to be told.
  if (known.size > 0)
    for (const id of named)
      if (!known.has(id)) terminal.err(`warning: notify.routes names ${id}, which is not turned on\n`);
  return createDispatcher({
    account,
    ...work,
    ...(routes === undefined ? {} : { routes }),
    ...(templates === undefined ? {} : { templates: readTemplates(resolve(directory, templates)) }),
    ...(folder === undefined
      ? {}
      : { candles: planCandles(candleFiles(resolve(directory, folder), { clock: work.clock })) }),
  });
}
