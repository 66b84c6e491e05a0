import {
  type Book,
  bookKey,
  type Decision,
  decisionKey,
  type Mode,
  type Store,
  systemClock,
} from '@tradewarden/core';
import { openExistingStore } from '../config/open-store.ts';
import { type Command, flag, textOption } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { decisionText } from '../console/rule-lines.ts';
import { UsageError } from '../console/usage-error.ts';

const modes: readonly Mode[] = ['notify', 'dry-run', 'paper', 'live'];

/** The recorded decision of a plan, rule by rule. */
export const whyCommand: Command = {
  name: 'why',
  usage: 'PLAN',
  summary: 'the recorded decision of a plan (plan id or decision id), rule by rule',
  options: { source: { type: 'string', help: 'source of the plan, when its id alone is not enough' } },
  run: async ({ terminal, settings, positionals, options }) => {
    const [id] = positionals;
    if (id === undefined) throw new UsageError('why: name a plan id or a decision id');
    const { store } = await openExistingStore(settings.store, terminal.directory, systemClock);
    try {
      const source = textOption(options, 'source');
      const found: Decision[] = [];
      for (const mode of modes) {
        const book = { account: settings.account, mode };
        for await (const decision of decisionsOf(store, book, id)) {
          if (source === undefined || decision.plan.source === source) found.push(decision);
        }
      }
      if (flag(options, 'json')) terminal.out(`${JSON.stringify(found)}\n`);
      else for (const decision of found) terminal.out(`${decisionText(decision)}\n\n`);
      if (found.length > 0) return exitCodes.done;
      terminal.err(
        `no decision about ${id} in account ${settings.account}; ids stand in the output of run --json\n`,
      );
      return exitCodes.failed;
    } finally {
      await store.close();
    }
  },
};

/** By decision id at once; by plan id over the sources, every revision. */
async function* decisionsOf(
  store: Store,
  book: Pick<Book, 'account' | 'mode'>,
  id: string,
): AsyncGenerator<Decision> {
  const [direct] = await store.get([decisionKey(book, id)]);
  if (direct !== null && direct !== undefined) {
    yield direct.value as unknown as Decision;
    return;
  }
  const prefix = `${bookKey(book, 'plan')}/`;
  for (let after = ''; ;) {
    const page = await store.scan({ prefix, limit: 500, ...(after === '' ? {} : { after }) });
    for (const { key, value } of page) {
      if (decodeURIComponent(key.slice(key.lastIndexOf('/') + 1)) !== id) continue;
      const { revisions } = value as unknown as {
        readonly revisions: Readonly<Record<string, { readonly decisionId: string }>>;
      };
      const keys = Object.values(revisions).map(({ decisionId }) => decisionKey(book, decisionId));
      for (const entry of await store.get(keys)) if (entry !== null) yield entry.value as unknown as Decision;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < 500) return;
    after = last.key;
  }
}
