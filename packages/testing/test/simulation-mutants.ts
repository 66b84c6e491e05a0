import {
  bookKey,
  type DriverCommit,
  type Execution,
  executionKey,
  type Reservation,
  StoreUnknownError,
} from '@tradewarden/core';
import { overriddenDriver } from '../src/fakes/overridden-store.ts';
import { syncingDriver } from '../src/fakes/syncing-driver.ts';
import type { SimulatedProcess } from '../src/simulation/simulated-process.ts';
import type { SimulationOptions, SimulationRecipes } from '../src/simulation/simulation-options.ts';

export interface SimulationMutant {
  readonly name: string;
  /** What the simulation must say. */
  readonly caughtBy: RegExp;
  readonly mistake: Pick<SimulationOptions, 'recipes' | 'state'>;
}

type Rewrite = (commit: DriverCommit) => DriverCommit;

const rewriting = (rewrite: Rewrite): Pick<SimulationOptions, 'recipes'> => ({
  recipes: {
    driver: (driver) =>
      overriddenDriver(driver, { commit: (batch) => driver.commit(batch.map((commit) => rewrite(commit))) }),
  },
});

/** The states that reservations get in a commit. */
const movesTo = ({ puts }: DriverCommit): readonly string[] =>
  puts.flatMap(({ key, value }) => (key.includes('/res/') ? [(JSON.parse(value) as Reservation).state] : []));

const withoutChecks = (commit: DriverCommit, dropped: (key: string) => boolean): DriverCommit => ({
  ...commit,
  checks: commit.checks.filter(({ key }) => !dropped(key)),
});

/** Gives an order's capacity back without asking the venue. */
async function closeArmed({ store, book, ledger }: SimulatedProcess, id: string, why: string): Promise<void> {
  const [entry] = await store.get([executionKey(book, id)]);
  if (entry === null || entry === undefined) return;
  const execution = entry.value as unknown as Execution;
  await ledger.close(id, why, { ...execution, status: 'cancelled' });
}

const withdrawAnything: SimulationRecipes['withdraw'] = async (process, id) => {
  const found = await process.ledger.release(id, 'withdrawn', process.clock.now());
  if (found?.state === 'armed') await closeArmed(process, id, 'withdrawn');
};

const sweepAnything: SimulationRecipes['sweep'] = async (process) => {
  const { store, book, ledger, clock } = process;
  await ledger.sweep(clock.now());
  for (const { value } of await store.scan({ prefix: `${bookKey(book, 'res')}/`, limit: 100 })) {
    const { state, reservationId, expiresAt } = value as unknown as Reservation;
    if (state === 'armed' && expiresAt <= clock.now()) await closeArmed(process, reservationId, 'expired');
  }
};

/** Every twentieth commit stops in the middle. */
function halving(): Partial<SimulationRecipes> {
  let commits = 0;
  return {
    driver: (driver) =>
      overriddenDriver(driver, {
        commit: async (batch) => {
          commits += 1;
          if (commits % 20 !== 0) return driver.commit(batch);
          await driver.commit(batch.map((commit) => ({ ...commit, adds: [], appends: [] })));
          throw new StoreUnknownError('the process stopped in the middle of a commit');
        },
      }),
  };
}

const auditLater: Partial<SimulationRecipes> = {
  driver: (driver) =>
    overriddenDriver(driver, {
      commit: async (batch) => {
        const first = await driver.commit(batch.map((commit) => ({ ...commit, appends: [] })));
        const rest = batch.filter((_, index) => first[index]?.ok === true);
        await driver.commit(
          rest.map(({ appends }) => ({ checks: [], adds: [], puts: [], deletes: [], appends })),
        );
        return first;
      },
    }),
};

let sends = 0;
const unfenced: Rewrite = (commit) => ({ ...commit, checks: [] });

/** One mistake each, that an author of these parts could make. */
export const simulationMutants: readonly SimulationMutant[] = [
  {
    name: 'a rejection is not stored as the final decision of its plan',
    caughtBy: /^I4 /,
    mistake: rewriting((commit) => ({
      ...commit,
      puts: commit.puts.filter(({ key, value }) => !(key.includes('/plan/') && value.includes('rejected'))),
    })),
  },
  {
    name: 'withdrawing may release an armed plan',
    caughtBy: /^I5 /,
    mistake: { recipes: { withdraw: withdrawAnything } },
  },
  {
    name: 'expiry may release an armed plan',
    caughtBy: /^I5 /,
    mistake: { recipes: { sweep: sweepAnything } },
  },
  {
    name: 'arming leaves the expiry in place',
    caughtBy: /^I6 /,
    mistake: rewriting((commit) => ({
      ...commit,
      deletes: movesTo(commit).includes('armed') ? [] : commit.deletes,
    })),
  },
  {
    name: 'reserving does not check that the plan is undecided',
    caughtBy: /^I[14] /,
    mistake: rewriting((commit) =>
      movesTo(commit).includes('reserved') ? withoutChecks(commit, () => true) : commit,
    ),
  },
  {
    name: 'releasing does not check the version of the reservation',
    caughtBy: /^I[13578] /,
    mistake: rewriting((commit) =>
      movesTo(commit).includes('closed') ? withoutChecks(commit, () => true) : commit,
    ),
  },
  {
    name: 'every send has a client order id of its own',
    caughtBy: /orders at the venue|^I5 /,
    mistake: {
      recipes: {
        traderSeams: {
          sentAs: ({ decisionId }) => {
            sends += 1;
            return `${decisionId.slice(0, 16)}-${sends}`;
          },
        },
      },
    },
  },
  {
    name: 'only the first counter is added to',
    caughtBy: /^I[128] /,
    mistake: rewriting((commit) => ({ ...commit, adds: commit.adds.slice(0, 1) })),
  },
  {
    name: 'counters have no bounds',
    caughtBy: /^I2 /,
    mistake: rewriting((commit) => ({
      ...commit,
      adds: commit.adds.map(({ counter, delta }) => ({ counter, delta })),
    })),
  },
  {
    name: 'reserving does not check the latches',
    caughtBy: /became reserved under a latch/,
    mistake: rewriting((commit) =>
      movesTo(commit).includes('reserved') ? withoutChecks(commit, (key) => key.includes('/latch/')) : commit,
    ),
  },
  {
    name: 'arming does not check the latches',
    caughtBy: /became armed under a latch/,
    mistake: rewriting((commit) =>
      movesTo(commit).includes('armed') ? withoutChecks(commit, (key) => key.includes('/latch/')) : commit,
    ),
  },
  {
    name: 'a job is settled outside the commit of its effect',
    caughtBy: /messages counted for/,
    mistake: {
      recipes: {
        settle: async (queue, job, effect, { store }) => {
          await store.commit(effect);
          await queue.done(job);
        },
      },
    },
  },
  {
    name: 'a driver acknowledges before it syncs',
    caughtBy: /./,
    mistake: {
      state: async (clock) => {
        const { driver, crash } = syncingDriver({ clock, acknowledge: 'early' });
        return { open: async () => driver, crash };
      },
    },
  },
  {
    name: 'a driver that stops in the middle leaves half a commit',
    caughtBy: /^I[1-8] |record/,
    mistake: { recipes: halving() },
  },
  {
    name: 'a lost answer of the store counts as a failure, and the commit is sent again without its checks',
    caughtBy: /^I[1-8] /,
    mistake: {
      recipes: {
        handle: (driver) =>
          overriddenDriver(driver, {
            commit: async (batch) =>
              driver.commit(batch).catch((error: unknown) => {
                if (!StoreUnknownError.isInstance(error)) throw error;
                return driver.commit(batch.map(unfenced));
              }),
          }),
      },
    },
  },
  {
    name: 'a lost answer of the venue counts as a failure',
    caughtBy: /^I5 /,
    mistake: {
      recipes: {
        traderSeams: {
          onLostAnswer: ({ ledger }, execution) =>
            ledger.close(execution.reservationId, 'failed', { ...execution, status: 'rejected' }),
        },
      },
    },
  },
  {
    name: 'the audit record has a commit of its own',
    caughtBy: /^I[48] |record/,
    mistake: { recipes: auditLater },
  },
];
